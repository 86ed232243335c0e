#pragma once

#include "sandbox_host/runtime/plugin_table.hpp"

#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

/// Why a tool of this name can't be called, with the names of those that there are.
std::string unknown_tool(const std::string& name, const std::vector<ToolInfo>& tools);

}  // namespace alysio::sandbox::runtime
