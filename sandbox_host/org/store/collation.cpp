#include "sandbox_host/org/store/collation.hpp"

namespace alysio::sandbox::org {
namespace {

char32_t fold_letter(char32_t c) noexcept {
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 32;       // Latin-1
    if (c == 0x130) return 'i';                                   // Turkish dotted capital I
    if (c == 0x178) return 0xFF;                                  // Y with diaeresis
    if (c >= 0x139 && c <= 0x148) return c % 2 == 1 ? c + 1 : c;  // Latin Extended-A, upper case at odd places
    if (c >= 0x179 && c <= 0x17E) return c % 2 == 1 ? c + 1 : c;
    if (c >= 0x100 && c <= 0x177) return c % 2 == 0 ? c + 1 : c;  // Latin Extended-A, upper case at even places
    if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 32;    // Greek
    if (c >= 0x410 && c <= 0x42F) return c + 32;                  // Cyrillic
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    if (c >= 0x1E00 && c <= 0x1EFF) return c % 2 == 0 ? c + 1 : c;  // Latin Extended Additional
    return c;
}

// The next code point; a byte that starts no valid sequence stands for itself, above all code points, so that any two
// different texts stay different.
char32_t next_letter(std::string_view text, std::size_t& at) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    if (first < 0x80) {
        ++at;
        return first;
    }
    const std::size_t length = first >= 0xF0 && first < 0xF8 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    char32_t letter = first & (0xFFU >> (length + 1));
    bool valid = length != 0 && first < 0xF8 && at + length <= text.size();
    for (std::size_t i = 1; valid && i < length; ++i) {
        valid = (byte(at + i) & 0xC0U) == 0x80U;
        letter = letter << 6 | (byte(at + i) & 0x3FU);
    }
    if (!valid || letter > 0x10FFFF) {
        ++at;
        return 0x110000U + first;
    }
    at += length;
    return letter;
}

void append_utf8(std::string& out, char32_t c) {
    const auto push = [&](char32_t bits) { out += static_cast<char>(bits); };
    if (c < 0x80) return push(c);
    if (c < 0x800) return push(0xC0 | c >> 6), push(0x80 | (c & 0x3F));
    if (c < 0x10000) return push(0xE0 | c >> 12), push(0x80 | (c >> 6 & 0x3F)), push(0x80 | (c & 0x3F));
    if (c >= 0x110000) return push(c - 0x110000);
    push(0xF0 | c >> 18), push(0x80 | (c >> 12 & 0x3F)), push(0x80 | (c >> 6 & 0x3F)), push(0x80 | (c & 0x3F));
}

}  // namespace

int compare_folded(std::string_view a, std::string_view b) noexcept {
    // Groups and indexes compare a text with itself most of the time.
    if (a == b) return 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (a[i] == b[j] && static_cast<unsigned char>(a[i]) < 0x80) {
            ++i, ++j;
            continue;
        }
        const char32_t x = fold_letter(next_letter(a, i));
        const char32_t y = fold_letter(next_letter(b, j));
        if (x != y) return x < y ? -1 : 1;
    }
    return static_cast<int>(i < a.size()) - static_cast<int>(j < b.size());
}

std::string fold(std::string_view text) {
    std::string folded;
    folded.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80)
            folded += static_cast<char>(fold_letter(static_cast<unsigned char>(text[at++])));
        else
            append_utf8(folded, fold_letter(next_letter(text, at)));
    }
    return folded;
}

}  // namespace alysio::sandbox::org
