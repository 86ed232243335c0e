#include "plugin/records/csv_text.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>
#include <alysio/base/visible.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace alysio::salesforce::records {
namespace {

// What a byte asks for, wherever in a cell it stands.
enum Need : unsigned char { none = 0, quotes = 1, a_closer_look = 2 };

constexpr auto need_of_byte = [] {
    std::array<unsigned char, 256> needs{};
    for (std::size_t control = 0; control < 0x20; ++control) needs[control] = a_closer_look;
    needs[0x7F] = needs[0xC2] = a_closer_look;  // delete; the lead of C1 in UTF-8
    needs[';'] = a_closer_look;
    needs[','] = needs['"'] = quotes;
    needs['\r'] = needs['\n'] = quotes | a_closer_look;
    return needs;
}();

using Block = unsigned char __attribute__((vector_size(16)));
using Marks = signed char __attribute__((vector_size(16)));

bool has_any(Marks marks) {
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &marks, sizeof marks);
    return (halves[0] | halves[1]) != 0;
}

// The same as the table says, of sixteen bytes at once.
unsigned needs_of_blocks(const char* at, const char* end) {
    Marks look{};
    Marks quote{};
    for (; at != nullptr; at = at + 16 < end ? std::min(at + 16, end - 16) : nullptr) {
        Block block;
        std::memcpy(&block, at, sizeof block);
        look |= Marks(block < 0x20) | Marks(block == ';') | Marks(block == 0x7F) | Marks(block == 0xC2);
        quote |= Marks(block == ',') | Marks(block == '"') | Marks(block == '\n') | Marks(block == '\r');
    }
    return (has_any(look) ? unsigned{a_closer_look} : 0U) | (has_any(quote) ? unsigned{quotes} : 0U);
}

// Without a branch for each byte: texts are short, and mostly need nothing.
unsigned needs_of(std::string_view text) {
    if (text.size() >= 16) return needs_of_blocks(text.data(), text.data() + text.size());
    unsigned needs = none;
    for (const char c : text) needs |= need_of_byte[static_cast<unsigned char>(c)];
    return needs;
}

bool begins_formula(char32_t c) {
    return c == '=' || c == '@' || c == '+' || c == '-' || c == 0xFF1D || c == 0xFF20 || c == 0xFF0B || c == 0xFF0D;
}

// Would a spreadsheet run a cell that begins so? What cannot be seen is dropped by one program or another, and a cell ends
// where the next one may begin.
bool is_formula(std::string_view text) {
    while (!text.empty()) {
        const char sign = text.front();
        const char32_t c = base::utf8::take(text);
        if (base::sight_of(c) != base::Sight::plain) continue;
        if (!begins_formula(c)) return false;
        const auto rest = text.substr(0, text.find_first_of(";\t\""));
        const bool signed_number =
            (sign == '+' || sign == '-') && rest.find_first_not_of("0123456789 ().-") == rest.npos;
        return !signed_number;
    }
    return false;
}

// As is_formula(), for the cell that begins behind a separator: quotes around it are taken off.
bool is_formula_in_quotes(std::string_view text) {
    while (!text.empty() && text.front() == '"') text.remove_prefix(1);
    return is_formula(text);
}

// Where the next cell begins that is a formula, from `from` on; npos: nowhere.
std::size_t formula_behind(std::string_view separators, std::string_view text, std::size_t from) {
    for (auto at = text.find_first_of(separators, from); at != text.npos; at = text.find_first_of(separators, at + 1)) {
        if (is_formula_in_quotes(text.substr(at + 1))) return at + 1;
    }
    return text.npos;
}

bool neutralise_behind(std::string_view separators, std::string& text) {
    auto at = formula_behind(separators, text, 0);
    const bool changed = at != text.npos;
    for (; at != text.npos; at = formula_behind(separators, text, at)) text.insert(at, 1, '\'');
    return changed;
}

bool is_control(char32_t c) {
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0);
}

bool has_control(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool lead_of_c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (lead_of_c1 || (byte < 0x80 && is_control(byte))) return true;
    }
    return false;
}

std::string without_controls(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const auto before = text;
        if (is_control(base::utf8::take(text))) {
            clean += base::utf8::replacement_bytes;
        } else {
            clean += before.substr(0, before.size() - text.size());
        }
    }
    return clean;
}

void append_doubling_quotes(std::string_view text, std::string& out) {
    for (auto quote = text.find('"'); quote != text.npos; quote = text.find('"')) {
        out.append(text.substr(0, quote + 1)).push_back('"');
        text.remove_prefix(quote + 1);
    }
    out += text;
}

void append_quoted(std::string_view text, std::string& out) {
    out += '"';
    append_doubling_quotes(text, out);
    out += '"';
}

// Some programs take a cell that begins with a tab or a line break for what stands behind it.
bool is_formula_cell(std::string_view text) {
    if (text.empty() || base::is_letter_or_digit(text.front())) return false;
    return text.front() == '\t' || text.front() == '\r' || is_formula(text);
}

}  // namespace

bool append_text_cell(std::string_view text, std::string& out) {
    const unsigned needs = needs_of(text);
    const bool may_be_changed =
        (needs & a_closer_look) != 0 && (has_control(text) || formula_behind(";\t", text, 0) != text.npos);
    if (!may_be_changed && !is_formula_cell(text)) {
        if ((needs & quotes) == 0) {
            out += text;
        } else {
            append_quoted(text, out);
        }
        return false;
    }
    std::string cell = without_controls(text);
    const bool first = is_formula_cell(cell);
    if (first) cell.insert(0, 1, '\'');
    const bool another = neutralise_behind(";\t", cell);
    append_field(cell, out);
    return first || another;
}

bool append_json_text(std::string_view json, std::string& out) {
    if ((needs_of(json) & a_closer_look) == 0) {
        append_doubling_quotes(json, out);
        return false;
    }
    std::string text = without_controls(json);
    const bool changed = neutralise_behind(";", text);
    append_doubling_quotes(text, out);
    return changed;
}

void append_field(std::string_view text, std::string& out) {
    if ((needs_of(text) & quotes) != 0) {
        append_quoted(text, out);
    } else {
        out += text;
    }
}

}  // namespace alysio::salesforce::records
