#pragma once

#include <alysio/abi.h>
#include <alysio/base/result.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

/// A tool as its plugin describes it, copied: nothing of the image stays behind in it.
struct ToolInfo {
    std::string name;
    std::string title;
    std::string description;
    std::string input_schema;   ///< JSON
    std::string output_schema;  ///< JSON
    alysio_tool_annotations annotations = 0;

    bool operator==(const ToolInfo&) const = default;
};

/// An error says why this host cannot run a plugin with this table.
base::Result<void> check_table(const alysio_plugin& plugin);

/// The tools of a table that is fit.
std::vector<ToolInfo> tools_of(const alysio_plugin& plugin);

}  // namespace alysio::sandbox::runtime
