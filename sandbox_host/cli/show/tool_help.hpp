#pragma once

#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"

#include <iosfwd>

namespace alysio::sandbox::cli {

/// What a tool does and which arguments it takes, as its input schema says: name, type, whether it must be given.
void show_tool_help(std::ostream& out, const runtime::ToolInfo& tool, const Style& style);

}  // namespace alysio::sandbox::cli
