#pragma once

#include "sandbox_host/check/stage.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::check {

// In words, what is wrong with how a call ended, once nothing more happens; nothing where it ended well. It may have
// been refused, or have ended in an error.
std::optional<std::string> bad_ending(const Stage& stage, const testing::TestCall& call);

// What an errand left: its result and its files.
struct Ending {
    std::string wrong;  // why it ended badly; empty when it ended well
    bool finished = false;
    bool success = false;
    std::string result;
    std::vector<std::string> files;  // name, what became of it, content

    bool operator==(const Ending&) const = default;
};

// Runs one errand alone, on an instance of its own, in a host that `arrange` has changed.
Ending run_alone(const alysio_plugin& plugin, const Errand& errand, const std::function<void(Stage&)>& arrange = {});

Ending ending_of(const Stage& stage, const testing::TestCall& call);

}  // namespace alysio::sandbox::check
