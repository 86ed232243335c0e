// What a cell of text in a CSV file may hold, said by code that shares nothing with the writer but the table of what can be
// seen.
#pragma once

#include <alysio/base/utf8.hpp>
#include <alysio/base/visible.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace alysio::salesforce::records::testing {

inline std::string without_controls(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        const auto before = text;
        const char32_t c = base::utf8::take(text);
        const bool kept = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && (c < 0x7F || c > 0x9F));
        clean += kept ? before.substr(0, before.size() - text.size()) : "\uFFFD";
    }
    return clean;
}

inline bool begins_cell(std::string_view text, std::size_t at) {
    return at == 0 || text[at - 1] == ';' || text[at - 1] == '\t';
}

// The cell without the apostrophes that `meant` lacks at the beginning of a cell.
inline std::string without_marks(std::string_view cell, std::string_view meant) {
    std::string plain;
    for (std::size_t at = 0; at < cell.size(); ++at) {
        const bool mark =
            cell[at] == '\'' && begins_cell(cell, at) && (plain.size() == meant.size() || meant[plain.size()] != '\'');
        if (!mark) plain += cell[at];
    }
    return plain;
}

// Would a spreadsheet that parts cells by `;` or tabs run any of them?
inline bool has_formula(std::string_view cell) {
    for (std::size_t at = 0; at < cell.size(); ++at) {
        if (!begins_cell(cell, at)) continue;
        auto rest = cell.substr(at, cell.find_first_of(";\t", at) - at);
        if (at > 0) rest.remove_prefix(std::min(rest.find_first_not_of('"'), rest.size()));
        std::u32string seen;
        while (!rest.empty()) {
            const char32_t c = base::utf8::take(rest);
            if (!seen.empty() || base::sight_of(c) == base::Sight::plain) seen += c;
        }
        if (seen.empty() || std::u32string_view(U"=@+-＝＠＋－").find(seen[0]) == std::u32string_view::npos) continue;
        seen = seen.substr(0, seen.find(U'"'));
        const bool number =
            (seen[0] == '+' || seen[0] == '-') && seen.find_first_not_of(U"0123456789 ().-", 1) == seen.npos;
        if (!number) return true;
    }
    return false;
}

}  // namespace alysio::salesforce::records::testing
