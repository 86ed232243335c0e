/// Private to the record stream: is a token a whole text, true, false or null? For tokens by the hundred thousand.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace alysio::salesforce::records {

/// What a value looks like that begins with a certain byte.
struct ValueShape {
    std::uint64_t mask = 0;  // of its first eight bytes, those that are known
    std::uint64_t text = 1;  // what they are; by default what never is
    std::size_t least = 0;   // bytes in all
    std::size_t more = 0;    // at most, than those
    char last = 0;
};

/// By the first byte.
extern const std::array<ValueShape, 256> value_shapes;

/// Whether there is an escape or a quote within a text is not looked at. Eight bytes can be read from its start, be they
/// behind its end, and the byte before it.
///
/// A look into a list, without a branch between the kinds: from row to row a member is null or a text as it comes, and
/// every second guess of a branch would be wrong.
inline bool is_simple_value(std::string_view token) {
    const char* const at = token.data();
    const ValueShape& shape = value_shapes[static_cast<unsigned char>(*at)];
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    const auto other_last = static_cast<std::uint64_t>(token.end()[-1] ^ shape.last);
    return ((((word & shape.mask) ^ shape.text) | other_last) == 0) & (token.size() - shape.least <= shape.more);
}

}  // namespace alysio::salesforce::records
