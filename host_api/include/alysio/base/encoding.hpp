#pragma once

#include "text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Bytes as text: hex, base64, percent-encoding, strings of JSON.
namespace alysio::base {

// -- hexadecimal -------------------------------------------------------------------------------------------------

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view upper_hex_digits = "0123456789ABCDEF";

/// 0 to 15, or -1.
constexpr int hex_value(char c) noexcept {
    if (is_digit(c)) return c - '0';
    const char letter = lower(c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

/// Two lower case digits a byte.
inline std::string hex(std::span<const unsigned char> bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const unsigned char byte : bytes) {
        text += hex_digits[byte >> 4];
        text += hex_digits[byte & 15];
    }
    return text;
}

// -- base64 (RFC 4648) -------------------------------------------------------------------------------------------

namespace detail {

constexpr std::string_view base64_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

inline std::string base64(std::string_view bytes, std::string_view letters, bool padded) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            bits = bits << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            if (i + j <= bytes.size()) {
                text += letters[bits >> (18 - 6 * j) & 63U];
            } else if (padded) {
                text += '=';
            }
        }
    }
    return text;
}

inline std::optional<std::string> from_base64(std::string_view text, std::string_view letters, bool padded) {
    if (padded) {
        if (text.size() % 4 != 0) return std::nullopt;
        for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i) text.remove_suffix(1);
    }
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (const char c : text) {
        const auto value = letters.find(c);
        if (value == letters.npos) return std::nullopt;
        bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes += static_cast<char>(bits >> held & 0xFFU);
    }
    if ((bits & ((1U << held) - 1U)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace detail

/// With its padding.
inline std::string base64(std::string_view bytes) {
    return detail::base64(bytes, detail::base64_letters, true);
}
/// Nothing for what base64 could not have written: each row of bytes has one text.
inline std::optional<std::string> from_base64(std::string_view text) {
    return detail::from_base64(text, detail::base64_letters, true);
}

/// Without padding, as in tokens and addresses.
inline std::string base64url(std::string_view bytes) {
    return detail::base64(bytes, detail::base64url_letters, false);
}
/// Nothing for what base64url could not have written.
inline std::optional<std::string> from_base64url(std::string_view text) {
    return detail::from_base64(text, detail::base64url_letters, false);
}

// -- percent-encoding (RFC 3986) ---------------------------------------------------------------------------------

constexpr bool is_unreserved(char c) noexcept {
    return is_letter_or_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

inline void append_percent_byte(char c, std::string& out) {
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += upper_hex_digits[byte >> 4];
    out += upper_hex_digits[byte & 15];
}

/// Everything but unreserved bytes, so that the text is one path segment or one query value.
inline void append_percent_encoded(std::string_view text, std::string& out) {
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            append_percent_byte(c, out);
        }
    }
}
inline std::string percent_encoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_percent_encoded(text, out);
    return out;
}

/// Nothing where a '%' is not followed by two hexadecimal digits. Everything else stays as it is, a '+' too.
inline std::optional<std::string> percent_decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_value(text[i + 2]) : -1;
        if (low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

// -- strings of JSON (RFC 8259) ----------------------------------------------------------------------------------

namespace detail {

/// What stands behind the backslash, 'u' for the long form; 0: the byte stands for itself.
constexpr std::array<char, 256> json_escapes = [] {
    std::array<char, 256> escapes{};
    for (std::size_t c = 0; c < 0x20; ++c) escapes[c] = 'u';
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
}();

}  // namespace detail

/// A string token, with its quotes, for a valid UTF-8 text. Bytes above 0x7F are copied as they are.
inline void append_json_quoted(std::string_view text, std::string& out) {
    out += '"';
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const char escape = detail::json_escapes[byte];
        if (escape == 0) continue;
        out.append(text, copied, i - copied);
        copied = i + 1;
        out += '\\';
        out += escape;
        if (escape != 'u') continue;
        out += "00";
        out += hex_digits[byte >> 4];
        out += hex_digits[byte & 15];
    }
    out.append(text, copied);
    out += '"';
}
inline std::string json_quoted(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_json_quoted(text, out);
    return out;
}

}  // namespace alysio::base
