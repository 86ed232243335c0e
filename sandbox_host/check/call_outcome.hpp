#pragma once

#include "sandbox_host/check/test_bench.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::check {

/// In words, what is wrong with how a call ended, once nothing more happens; nothing where it ended well. It may have
/// been refused, or have ended in an error.
std::optional<std::string> bad_ending(const TestBench& bench, const testing::TestCall& call);

/// What a call left: its result and its files.
struct CallOutcome {
    std::string wrong;  ///< why it ended badly; empty when it ended well
    bool finished = false;
    bool success = false;
    std::string result;
    std::vector<std::string> files;  ///< name, what became of it, content

    bool operator==(const CallOutcome&) const = default;
};

/// Runs one call alone, on an instance of its own, in a host that `arrange` has changed.
CallOutcome run_alone(const alysio_plugin& plugin, const ScriptedCall& scripted,
                      const std::function<void(TestBench&)>& arrange = {});

CallOutcome outcome_of(const TestBench& bench, const testing::TestCall& call);

}  // namespace alysio::sandbox::check
