#pragma once

#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"

#include <iosfwd>
#include <vector>

namespace alysio::sandbox::cli {

/// Each tool with its title and the first sentence of its description.
void show_tools(std::ostream& out, const std::vector<runtime::ToolInfo>& tools, const Style& style);

}  // namespace alysio::sandbox::cli
