#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// The collation of every text column that Salesforce compares without regard to case (see tables.hpp): letters of the
/// Latin, Greek and Cyrillic scripts fold, accents count. Registered on every Database under this name.
inline constexpr char folded_collation[] = "FOLDED";

/// Order of two UTF-8 texts with case folded: negative, zero or positive. Invalid UTF-8 compares byte by byte.
int compare_folded(std::string_view a, std::string_view b) noexcept;

/// The UTF-8 text with every letter folded to lower case: two texts are equal under the collation when this is equal.
std::string fold(std::string_view text);

}  // namespace alysio::sandbox::org
