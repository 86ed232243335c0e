#pragma once

#include <alysio/base/result.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::tenants {

/// A path is taken apart into decoded segments before anything is compared, and refused when servers and proxies could
/// disagree on what it means: dot segments, empty segments, encoded separators, double encoding, path parameters.
base::Result<std::vector<std::string>> split_path(std::string_view path);

}  // namespace alysio::sandbox::tenants
