#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

/// UTF-8, read strictly (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF. "Characters" are code points.
namespace alysio::base::utf8 {

constexpr char32_t replacement = 0xFFFD;
constexpr std::string_view replacement_bytes = "\xEF\xBF\xBD";

constexpr bool is_continuation(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

constexpr bool is_high_surrogate(char32_t unit) noexcept {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
constexpr bool is_low_surrogate(char32_t unit) noexcept {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}
/// The character that UTF-16 writes as this pair.
constexpr char32_t of_surrogates(char32_t high, char32_t low) noexcept {
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

struct Character {
    char32_t code = 0;
    std::size_t bytes = 0;  ///< 0: the text does not begin with a valid sequence

    constexpr explicit operator bool() const noexcept { return bytes != 0; }
};

/// The character at the front.
constexpr Character decode(std::string_view text) noexcept {
    if (text.empty()) return {};
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {first, 1};
    if (first < 0xC2 || first > 0xF4) return {};
    const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (text.size() < bytes) return {};
    char32_t code = first & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!is_continuation(text[i])) return {};
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[bytes] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
    return {code, bytes};
}

/// Takes the character at the front off the text: U+FFFD for a byte that begins none. The text is not empty.
constexpr char32_t take(std::string_view& text) noexcept {
    const Character character = decode(text);
    text.remove_prefix(character ? character.bytes : 1);
    return character ? character.code : replacement;
}

/// What is no character (a surrogate, or above U+10FFFF) becomes U+FFFD.
inline void append(char32_t code, std::string& out) {
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = replacement;
    const auto put = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// How many bytes at the front are valid.
constexpr std::size_t valid_prefix(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        const Character character = decode(text.substr(at));
        if (!character) break;
        at += character.bytes;
    }
    return at;
}

constexpr bool is_valid(std::string_view text) noexcept {
    return valid_prefix(text) == text.size();
}

/// The same text with U+FFFD for each byte that belongs to no character.
inline std::string repaired(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const auto good = valid_prefix(text);
        valid += text.substr(0, good);
        text.remove_prefix(good);
        if (text.empty()) break;
        valid += replacement_bytes;
        text.remove_prefix(1);
    }
    return valid;
}

/// Characters of a valid text.
constexpr std::size_t count(std::string_view text) noexcept {
    return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

/// The first `count` characters of a valid text, as the bytes that they are.
constexpr std::string_view first(std::string_view text, std::size_t count) noexcept {
    if (text.size() <= count) return text;
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end) {
        if (!is_continuation(text[end]) && seen++ == count) break;
    }
    return text.substr(0, end);
}

/// At most `bytes` from the front of a valid text, and no part of a character.
constexpr std::string_view cut(std::string_view text, std::size_t bytes) noexcept {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && is_continuation(text[bytes])) --bytes;
    return text.substr(0, bytes);
}

}  // namespace alysio::base::utf8
