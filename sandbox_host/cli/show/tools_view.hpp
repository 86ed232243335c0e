#pragma once

#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

/// Each tool with its title and the first sentence of its description.
void show_tools(std::ostream& out, const std::vector<runtime::ToolInfo>& tools, const Style& style);

/// The tool's name that is most like `name`, or "" when none is.
std::string nearest_tool(const std::vector<runtime::ToolInfo>& tools, std::string_view name);

}  // namespace alysio::sandbox::cli
