#pragma once

#include "sandbox_host/runtime/plugin_table.hpp"

#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

/// How the tools of two generations differ: names, in the order in which the plugin has them.
struct ToolsDiff {
    std::vector<std::string> added;
    std::vector<std::string> removed;
    std::vector<std::string> changed;  ///< title, description, schemas or annotations

    bool empty() const noexcept { return added.empty() && removed.empty() && changed.empty(); }
};

ToolsDiff difference(const std::vector<ToolInfo>& before, const std::vector<ToolInfo>& after);

}  // namespace alysio::sandbox::runtime
