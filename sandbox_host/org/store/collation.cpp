#include "sandbox_host/org/store/collation.hpp"

#include <alysio/base/utf8.hpp>

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

// Above all code points: what a byte that begins no character counts as, so that different texts stay different.
constexpr char32_t first_stray_byte = 0x110000;

char32_t next_letter(std::string_view text, std::size_t& at) noexcept {
    const auto letter = base::utf8::decode(text.substr(at));
    at += letter ? letter.bytes : 1;
    return letter ? letter.code : first_stray_byte + static_cast<unsigned char>(text[at - 1]);
}

void append_letter(std::string& out, char32_t letter) {
    if (letter >= first_stray_byte) {
        out += static_cast<char>(letter - first_stray_byte);
    } else {
        base::utf8::append(letter, out);
    }
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
            append_letter(folded, fold_letter(next_letter(text, at)));
    }
    return folded;
}

}  // namespace alysio::sandbox::org
