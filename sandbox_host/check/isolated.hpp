#pragma once

#include "sandbox_host/check/finding.hpp"

#include <chrono>
#include <functional>
#include <string_view>

namespace alysio::sandbox::check {

/// Runs `body` in a process of its own. A crash, an end of the process and a hang are findings like any other; what the
/// plugin prints goes to stderr. `stopped` is asked now and then: once it says yes, the process is ended.
Finding run_isolated(const std::function<Finding()>& body, std::chrono::milliseconds limit,
                     const std::function<bool()>& stopped);

/// Inside of it: what is done next, told should it be the last thing.
void now(std::string_view what);

}  // namespace alysio::sandbox::check
