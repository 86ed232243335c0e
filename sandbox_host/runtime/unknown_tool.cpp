#include "sandbox_host/runtime/unknown_tool.hpp"

namespace alysio::sandbox::runtime {

std::string unknown_tool(const std::string& name, const std::vector<ToolInfo>& tools) {
    std::string text = "There is no tool named " + name + "; there are ";
    for (const auto& tool : tools) text += (&tool == &tools.front() ? "" : ", ") + tool.name;
    return text + ".";
}

}  // namespace alysio::sandbox::runtime
