#pragma once

#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/interrupt.hpp"
#include "sandbox_host/runtime/call.hpp"

#include <alysio/base/result.hpp>

#include <string>

namespace alysio::sandbox::cli {

/// One call of a tool from its start to its end: a progress bar on stderr, and an interrupt cancels it. An error is what
/// kept it from starting.
base::Result<runtime::CallResult> run_tool(assembly::Host& host, const std::string& tool, std::string arguments,
                                           alysio_intent intent, Interrupt& interrupt);

/// All of standard input.
std::string read_input();

}  // namespace alysio::sandbox::cli
