#include "plugin/records/json_text.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <charconv>
#include <cstddef>
#include <cstring>

namespace alysio::salesforce::records {
namespace {

// The code unit of the \uXXXX that starts at `at`, or -1 when none does.
int code_unit(std::string_view body, std::size_t at) {
    if (at + 6 > body.size() || body[at] != '\\' || body[at + 1] != 'u') return -1;
    int unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const int digit = base::hex_value(body[i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

struct EscapedCharacter {
    char32_t code;
    std::size_t length;  // of its escape: 6, or 12 for a pair
    bool lone;           // a surrogate without its partner
};

EscapedCharacter escaped_character(std::string_view body, std::size_t at) {
    const auto unit = static_cast<char32_t>(code_unit(body, at));
    if (base::utf8::is_high_surrogate(unit)) {
        const int low = code_unit(body, at + 6);
        if (low >= 0 && base::utf8::is_low_surrogate(static_cast<char32_t>(low))) {
            return {base::utf8::of_surrogates(unit, static_cast<char32_t>(low)), 12, false};
        }
    }
    const bool lone = base::utf8::is_high_surrogate(unit) || base::utf8::is_low_surrogate(unit);
    return {lone ? base::utf8::replacement : unit, 6, lone};
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
            const EscapedCharacter character = escaped_character(body, at);
            base::utf8::append(character.code, out);
            done = at + character.length;
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
            const EscapedCharacter character = escaped_character(body, at);
            length = character.length;
            if (character.lone) {
                out.append(body, done, at - done).append("\\ufffd");
                done = at + length;
            }
        }
        at = body.find('\\', at + length);
    }
    out.append(body, done);
}

bool is_number(std::string_view token) {
    const char* at = token.data();
    const char* const end = at + token.size();
    const auto digits = [&] {
        const char* const from = at;
        while (at != end && base::is_digit(*at)) ++at;
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

    auto point = token.npos;
    auto mark = token.npos;
    for (std::size_t i = 0; i < token.size() && mark == token.npos; ++i) {
        if (token[i] == '.') point = i;
        if (token[i] == 'e' || token[i] == 'E') mark = i;
    }
    if (mark == token.npos) {
        const auto last = point == token.npos ? token.size() - 1 : token.find_last_not_of('0');
        out += token.substr(0, last == point ? point : last + 1);
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
