#include "plugin/salesforce/quoted_data.hpp"

#include <alysio/base/utf8.hpp>

#include <algorithm>

namespace alysio::salesforce {

namespace {

bool is_blank_or_control(char32_t c) {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029;
}

// Marks that reorder or hide the text around them.
bool is_invisible(char32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

std::string quoted_data(std::string_view text, std::size_t max_characters) {
    std::string result;
    std::size_t written = 0;
    bool blank_due = false;
    while (!text.empty()) {
        const char32_t c = base::utf8::take(text);
        if (is_invisible(c)) continue;
        if (is_blank_or_control(c)) {
            blank_due = !result.empty();
            continue;
        }
        if (written + (blank_due ? 2U : 1U) > max_characters) return result + "…";
        if (blank_due) result += ' ';
        written += blank_due ? 2 : 1;
        blank_due = false;
        base::utf8::append(c, result);
    }
    return result;
}

}  // namespace alysio::salesforce
