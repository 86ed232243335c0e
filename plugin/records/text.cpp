#include "plugin/records/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace alysio::salesforce::records {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int hex_value(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// The code unit of the \uXXXX that starts at `at`, or -1 when none does.
int code_unit(std::string_view body, std::size_t at) {
    if (at + 6 > body.size() || body[at] != '\\' || body[at + 1] != 'u') return -1;
    int unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const int digit = hex_value(body[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

bool is_high_surrogate(int unit) {
    return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low_surrogate(int unit) {
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

void append_utf8(std::uint32_t code, std::string& out) {
    const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

struct CodePoint {
    std::uint32_t code;
    std::size_t length;  // of its escape: 6, or 12 for a pair
    bool lone;           // a surrogate without its partner
};

CodePoint code_point(std::string_view body, std::size_t at) {
    const int unit = code_unit(body, at);
    if (is_high_surrogate(unit)) {
        const int low = code_unit(body, at + 6);
        if (is_low_surrogate(low)) {
            const auto code =
                0x10000u + (static_cast<std::uint32_t>(unit - 0xD800) << 10) + static_cast<std::uint32_t>(low - 0xDC00);
            return {code, 12, false};
        }
    }
    if (is_high_surrogate(unit) || is_low_surrogate(unit)) return {0xFFFD, 6, true};
    return {static_cast<std::uint32_t>(unit), 6, false};
}

char unescaped(char letter) {
    switch (letter) {
        case 'b':
            return '\b';
        case 'f':
            return '\f';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 't':
            return '\t';
        default:
            return letter;
    }
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
    const auto same = [lower](char x, char y) { return lower(x) == lower(y); };
    return a.size() == b.size() && (a == b || std::equal(a.begin(), a.end(), b.begin(), same));
}

bool escapes_are_valid(std::string_view body) {
    for (auto at = body.find('\\'); at != body.npos; at = body.find('\\', at)) {
        if (at + 1 >= body.size()) return false;
        if (body[at + 1] == 'u') {
            if (code_unit(body, at) < 0) return false;
            at += 6;
        } else {
            if (std::strchr("\"\\/bfnrt", body[at + 1]) == nullptr || body[at + 1] == '\0') return false;
            at += 2;
        }
    }
    return true;
}

void append_unescaped(std::string_view body, std::string& out) {
    std::size_t done = 0;
    for (auto at = body.find('\\'); at != body.npos; at = body.find('\\', done)) {
        out.append(body, done, at - done);
        if (body[at + 1] == 'u') {
            const auto point = code_point(body, at);
            append_utf8(point.code, out);
            done = at + point.length;
        } else {
            out += unescaped(body[at + 1]);
            done = at + 2;
        }
    }
    out.append(body, done);
}

void append_repaired(std::string_view body, std::string& out) {
    std::size_t done = 0;
    for (auto at = body.find('\\'); at != body.npos;) {
        std::size_t length = 2;
        if (body[at + 1] == 'u') {
            const auto point = code_point(body, at);
            length = point.length;
            if (point.lone) {
                out.append(body, done, at - done).append("\\ufffd");
                done = at + length;
            }
        }
        at = body.find('\\', at + length);
    }
    out.append(body, done);
}

void append_quoted(std::string_view text, std::string& out) {
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += "\\u00";
            out += hex[static_cast<unsigned char>(c) >> 4];
            out += hex[static_cast<unsigned char>(c) & 15];
        } else {
            out += c;
        }
    }
    out += '"';
}

bool is_number(std::string_view token) {
    const char* at = token.data();
    const char* const end = at + token.size();
    const auto digits = [&] {
        const char* const from = at;
        while (at != end && is_digit(*at)) ++at;
        return at != from;
    };
    if (at != end && *at == '-') ++at;
    if (at != end && *at == '0') {
        ++at;
    } else if (!digits()) {
        return false;
    }
    if (at != end && *at == '.') {
        ++at;
        if (!digits()) return false;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at != end && (*at == '+' || *at == '-')) ++at;
        if (!digits()) return false;
    }
    return at == end;
}

void append_plain_number(std::string_view token, std::string& out) {
    constexpr int beyond_double = 400;

    const auto mark = token.find_first_of("eE");
    const auto point = token.find('.');
    if (mark == token.npos && point == token.npos) {
        out += token;
        return;
    }
    int exponent = 0;
    if (mark != token.npos) {
        auto power = token.substr(mark + 1);
        if (power.front() == '+') power.remove_prefix(1);
        const auto parsed = std::from_chars(power.data(), power.data() + power.size(), exponent);
        if (parsed.ec != std::errc{} || exponent > beyond_double || exponent < -beyond_double) {
            out += token;
            return;
        }
    }

    std::string_view mantissa = token.substr(0, mark);
    if (mantissa.front() == '-') {
        out += '-';
        mantissa.remove_prefix(1);
    }
    const auto whole = mantissa.substr(0, mantissa.find('.'));
    const auto fraction = whole.size() < mantissa.size() ? mantissa.substr(whole.size() + 1) : std::string_view();

    // The digits without their point, and how many of them stand before it.
    std::string digits(whole);
    digits += fraction;
    auto before = static_cast<std::ptrdiff_t>(whole.size()) + exponent;
    if (before < 1) {
        digits.insert(0, static_cast<std::size_t>(1 - before), '0');
        before = 1;
    }
    if (static_cast<std::size_t>(before) > digits.size()) digits.resize(static_cast<std::size_t>(before), '0');

    const std::string_view all(digits);
    auto integer = all.substr(0, static_cast<std::size_t>(before));
    const auto first = integer.find_first_not_of('0');
    integer = first == integer.npos ? integer.substr(integer.size() - 1) : integer.substr(first);
    out += integer;

    auto rest = all.substr(static_cast<std::size_t>(before));
    const auto last = rest.find_last_not_of('0');
    if (last == rest.npos) return;
    out += '.';
    out += rest.substr(0, last + 1);
}

}  // namespace alysio::salesforce::records
