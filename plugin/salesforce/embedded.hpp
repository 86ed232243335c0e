#pragma once

#include <string_view>

// Files of this folder that the build puts into the library (CMakeLists.txt).
namespace alysio::salesforce::embedded {

extern const std::string_view time_zones;

}  // namespace alysio::salesforce::embedded
