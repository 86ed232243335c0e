#include "sandbox_host/runtime/tools_diff.hpp"

#include <algorithm>

namespace alysio::sandbox::runtime {

namespace {

const ToolInfo* find(const std::vector<ToolInfo>& tools, const std::string& name) {
    const auto found = std::find_if(tools.begin(), tools.end(), [&](const auto& tool) { return tool.name == name; });
    return found == tools.end() ? nullptr : &*found;
}

}  // namespace

ToolsDiff difference(const std::vector<ToolInfo>& before, const std::vector<ToolInfo>& after) {
    ToolsDiff diff;
    for (const auto& tool : after) {
        const auto* old = find(before, tool.name);
        if (old == nullptr) {
            diff.added.push_back(tool.name);
        } else if (*old != tool) {
            diff.changed.push_back(tool.name);
        }
    }
    for (const auto& tool : before) {
        if (find(after, tool.name) == nullptr) diff.removed.push_back(tool.name);
    }
    return diff;
}

}  // namespace alysio::sandbox::runtime
