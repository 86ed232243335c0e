#pragma once

#include "sandbox_host/org/wire/http.hpp"

#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// An answer with something wrong on its way, as what has to be done in order: pieces of bytes, each after a pause, and
/// how it ends.
struct Script {
    struct Step {
        std::chrono::milliseconds pause{};
        std::size_t begin = 0;  ///< in `bytes`
        std::size_t end = 0;
    };
    enum class End { keep, close, reset, wait_for_hangup };

    std::string bytes;
    std::vector<Step> steps;
    End end = End::keep;
};

/// `head` is the whole head of the answer with its last empty line; its framing agrees with the fault already.
Script script_of(std::string head, std::string_view body, const TransportFault& transport);

}  // namespace alysio::sandbox::org
