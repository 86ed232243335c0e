#pragma once

#include "sandbox_host/runtime/log.hpp"
#include "sandbox_host/runtime/tools_diff.hpp"

#include <string>

namespace alysio::sandbox::runtime {

/// What happened to a generation of the plugin, for operators.
struct GenerationEvent {
    enum class Kind {
        serving,      ///< new calls go to it
        rolled_back,  ///< the same, and it is the last good build again, since the one before failed its first calls
        ended,        ///< its last call is over and its code is gone from the process
        pinned,       ///< the same, but its code cannot be unmapped
        parked,       ///< it has been asked to end for too long; it stays until its calls end
    };
    Kind kind = Kind::serving;
    unsigned generation = 0;
    std::string message;  ///< a sentence
    ToolsDiff tools;      ///< serving, rolled_back: against the generation before; the first has none
};

/// "Generation 3 is still in use."
std::string sentence(unsigned generation, const std::string& what);

void write(Log& log, const GenerationEvent& event);

}  // namespace alysio::sandbox::runtime
