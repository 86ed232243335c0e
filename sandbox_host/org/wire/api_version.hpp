#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::org {

constexpr int oldest_api_version = 31;
constexpr int newest_api_version = 66;

/// "63.0"
std::string api_version_name(int version);

/// Whether the name is one of a version that the org speaks.
bool is_served_version(std::string_view name);

}  // namespace alysio::sandbox::org
