#pragma once

#include "sandbox_host/runtime/plugin_table.hpp"

#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

/// What models and clients may misread in the tools' schemas, a sentence each: keywords that many ignore, properties that
/// nobody describes. Such a plugin runs all the same; its author wants to know.
std::vector<std::string> lint(const std::vector<ToolInfo>& tools);

}  // namespace alysio::sandbox::runtime
