#pragma once

#include "sandbox_host/runtime/plugin_table.hpp"

#include <string>
#include <vector>

namespace alysio::sandbox::mcp {

/// The tools as MCP lists them, a JSON array on one line; schemas as the plugin wrote them.
std::string tools_json(const std::vector<runtime::ToolInfo>& tools);

}  // namespace alysio::sandbox::mcp
