#pragma once

#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/runtime/generations.hpp"

#include <chrono>
#include <iosfwd>
#include <optional>
#include <vector>

namespace alysio::sandbox::cli {

/// When what happened on the way from a saved file to a plugin that serves.
struct SaveTimes {
    using Time = std::chrono::steady_clock::time_point;
    Time saved;    ///< the first file of those that were saved in one go
    Time started;  ///< the build
};
struct ReloadTimes {
    std::optional<SaveTimes> save;  ///< absent: somebody else built it
    SaveTimes::Time noticed;        ///< the new library is there
    SaveTimes::Time ready;          ///< it serves
};

/// "save to ready 2.31 s: gathering 50 ms, build 2.25 s, host 9 ms (verify 4 ms, load 3 ms, hand over 2 ms)"
std::string times_text(const ReloadTimes& times, const runtime::Reloaded& reloaded);

/// What whoever calls the tools notices of another build: tools that came and went, and of the others each property.
/// Nothing where nothing has changed for them.
void show_tool_changes(std::ostream& out, const std::vector<runtime::ToolInfo>& before,
                       const std::vector<runtime::ToolInfo>& after, const Style& style);

}  // namespace alysio::sandbox::cli
