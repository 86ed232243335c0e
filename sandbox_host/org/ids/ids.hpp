#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Salesforce record ids: 15 case-sensitive base-62 characters (3 of key prefix, the rest a number), or 18 with a
/// checksum that survives lost letter case. Everything stored and returned here has 18.
namespace alysio::sandbox::org {

/// 15 or 18 letters and digits. The checksum of the long form is not judged, as Salesforce clients don't either.
bool looks_like_id(std::string_view text) noexcept;

/// The 18-character form of a 15- or 18-character id; nothing for any other text. An 18-character id in lost letter
/// case is repaired from its own checksum.
std::optional<std::string> to_18(std::string_view id);

/// The id of the `number`-th record under a key prefix, 18 characters.
std::string make_id(std::string_view key_prefix, std::uint64_t number);
/// The number in an id that make_id made; 0 for an empty text.
std::uint64_t id_number(std::string_view id) noexcept;

}  // namespace alysio::sandbox::org
