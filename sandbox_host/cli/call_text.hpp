#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"

#include <alysio/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

/// What a person wrote as arguments, as the ABI wants it: JSON, on one line.
base::Result<std::string> arguments_of(std::string given);

/// The tool of this name, or the only one whose name has this in it. The error says which were probably meant.
base::Result<runtime::ToolInfo> find_tool(const std::vector<runtime::ToolInfo>& tools, const std::string& name);

/// What to say below a preview. `in_earnest`: how the call is made without one, "run it without --dry-run".
std::string after_preview(const runtime::ToolInfo& tool, std::string_view in_earnest);

bool succeeded(const runtime::CallResult& result);
/// The result's JSON; that of a call which the host ended has the shape of the plugin's own errors.
std::string json_of(const runtime::CallResult& result);

}  // namespace alysio::sandbox::cli
