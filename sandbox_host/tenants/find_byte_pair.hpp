#pragma once

#include <cstddef>
#include <string_view>

namespace alysio::sandbox::tenants {

/// Where two bytes stand side by side in the text, at or behind `from`; npos where they do not. Sixteen places at a time,
/// for pairs that are seldom met.
std::size_t find_byte_pair(std::string_view text, char first, char second, std::size_t from);

}  // namespace alysio::sandbox::tenants
