#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::cli {

/// The name that was probably meant, or "" where none is like it.
std::string nearest(const std::vector<std::string>& names, std::string_view written);

}  // namespace alysio::sandbox::cli
