#pragma once

#include <alysio/base/utf8.hpp>

#include <string>
#include <string_view>

/// Text that somebody else wrote, on its way to somebody's eyes: a terminal, a question, a log. On one line, and doing
/// nothing but what it looks like.
namespace alysio::base {

/// What a character does where it is shown.
enum class Sight {
    plain,
    blank,       ///< a space of any width
    line_break,  ///< ends a line, or moves to a column: CR, LF, TAB, VT, FF, U+0085, U+2028, U+2029
    joiner,      ///< shapes its neighbours in scripts and emoji: ZWNJ, ZWJ, a variation selector
    hidden,      ///< does something unseen, or is nothing that can be seen
};

/// Hidden are the controls (C0, delete, C1), what turns the reading direction, what has no width, tags, and the fillers
/// that Unicode calls default ignorable (DerivedCoreProperties.txt).
constexpr Sight sight_of(char32_t c) noexcept {
    if (c > 0x20 && c < 0x7F) return Sight::plain;
    if (c == ' ' || c == 0xA0) return Sight::blank;
    if ((c >= '\t' && c <= '\r') || c == 0x85 || c == 0x2028 || c == 0x2029) return Sight::line_break;
    if (c < 0xA0) return Sight::hidden;
    if (c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF))
        return Sight::joiner;
    if (c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x2800) {
        return Sight::blank;
    }
    struct Range {
        char32_t first, last;
    };
    constexpr Range hidden[] = {
        {0xAD, 0xAD},         // soft hyphen
        {0x34F, 0x34F},       // combining grapheme joiner
        {0x61C, 0x61C},       // Arabic letter mark
        {0x115F, 0x1160},     // Hangul fillers
        {0x17B4, 0x17B5},     // Khmer inherent vowels
        {0x180B, 0x180F},     // Mongolian selectors
        {0x200B, 0x200F},     // zero width space, direction marks (the joiners stand above)
        {0x202A, 0x202E},     // embedding and override of direction
        {0x2060, 0x206F},     // word joiner, invisible operators, isolates
        {0x3164, 0x3164},     // Hangul filler
        {0xD800, 0xDFFF},     // surrogates
        {0xE000, 0xF8FF},     // private use: whatever a font makes of it
        {0xFEFF, 0xFEFF},     // byte order mark
        {0xFFA0, 0xFFA0},     // halfwidth Hangul filler
        {0xFFF0, 0xFFFB},     // annotation marks
        {0xFFFE, 0xFFFF},     // no characters
        {0x1BCA0, 0x1BCA3},   // shorthand controls
        {0x1D173, 0x1D17A},   // musical controls
        {0xE0000, 0x10FFFF},  // tags, more ignorables, private use
    };
    for (const auto& range : hidden) {
        if (c >= range.first && c <= range.last) return Sight::hidden;
    }
    return Sight::plain;
}

/// Reads a text character by character: `show(bytes)` for what may be shown as it is, `replace(code, byte)` for a line
/// break or what is hidden; of damaged UTF-8 the code is U+FFFD, and `byte` the one that belongs to no character. A joiner
/// may be shown once behind a character that is not ASCII: elsewhere it would only hide.
template <class Show, class Replace>
void read_visibly(std::string_view text, Show show, Replace replace) {
    bool joins = false;
    while (!text.empty()) {
        const auto character = utf8::decode(text);
        const auto bytes = text.substr(0, character ? character.bytes : 1);
        const auto code = character ? character.code : utf8::replacement;
        const Sight sight = character ? sight_of(code) : Sight::hidden;
        if (sight == Sight::line_break || sight == Sight::hidden || (sight == Sight::joiner && !joins)) {
            replace(code, static_cast<unsigned char>(bytes.front()));
        } else {
            show(bytes);
        }
        joins = sight == Sight::plain && code >= 0x80;
        text.remove_prefix(bytes.size());
    }
}

/// On one line: line breaks are blanks, what is hidden or damaged is U+FFFD.
inline std::string visible(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    read_visibly(
        text, [&](std::string_view bytes) { line += bytes; },
        [&](char32_t code, unsigned char) {
            if (sight_of(code) != Sight::line_break) {
                line += utf8::replacement_bytes;
            } else if (!line.empty() && line.back() != ' ') {
                line += ' ';
            }
        });
    return line;
}

/// The same, with one blank where there were several of any kind, and none at either end: nothing hides behind them.
inline std::string visible_words(std::string_view text) {
    std::string words;
    bool blank = false;
    const std::string line = visible(text);
    for (std::string_view rest = line; !rest.empty();) {
        const auto before = rest;
        if (sight_of(utf8::take(rest)) == Sight::blank) {
            blank = !words.empty();
            continue;
        }
        if (blank) words += ' ';
        blank = false;
        words += before.substr(0, before.size() - rest.size());
    }
    return words;
}

}  // namespace alysio::base
