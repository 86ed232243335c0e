#include "plugin/salesforce/text.hpp"

#include <algorithm>
#include <cstdint>

namespace alysio::salesforce {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = lower(c);
    return result;
}

bool same_letters(std::string_view left, std::string_view right) {
    return left.size() == right.size() && starts_with_letters(left, right);
}

bool starts_with_letters(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), [](char a, char b) { return lower(a) == lower(b); });
}

bool contains_letters(std::string_view text, std::string_view part) {
    return std::search(text.begin(), text.end(), part.begin(), part.end(),
                       [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter_or_digit(char c) {
    return is_letter(c) || is_digit(c);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t end = text.find(separator); end != std::string_view::npos; end = text.find(separator)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    parts.push_back(text);
    return parts;
}

namespace {

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

struct CodePoint {
    std::uint32_t value;
    std::size_t bytes;  // 0: these bytes are no UTF-8
};

CodePoint decode(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {first, 1};
    const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return {0, 0};
    std::uint32_t value = first & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!is_continuation(text[i])) return {0, 0};
        value = (value << 6) | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
    const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return {0, 0};
    return {value, bytes};
}

bool is_blank_or_control(std::uint32_t c) {
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029;
}

// Marks that reorder or hide the text around them.
bool is_invisible(std::uint32_t c) {
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

std::size_t count_characters(std::string_view utf8) {
    return utf8.size() - static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), is_continuation));
}

std::string_view first_characters(std::string_view utf8, std::size_t count) {
    if (utf8.size() <= count) return utf8;
    std::size_t end = 0;
    for (std::size_t seen = 0; end < utf8.size(); ++end) {
        if (!is_continuation(utf8[end]) && seen++ == count) break;
    }
    return utf8.substr(0, end);
}

std::string quoted_data(std::string_view text, std::size_t max_characters) {
    std::string result;
    std::size_t written = 0;
    bool blank_due = false;
    while (!text.empty()) {
        const CodePoint point = decode(text);
        const std::string_view bytes = text.substr(0, point.bytes);
        text.remove_prefix(std::max<std::size_t>(point.bytes, 1));
        if (point.bytes != 0 && is_invisible(point.value)) continue;
        if (point.bytes != 0 && is_blank_or_control(point.value)) {
            blank_due = !result.empty();
            continue;
        }
        if (written + (blank_due ? 2U : 1U) > max_characters) return result + "…";
        if (blank_due) result += ' ';
        written += blank_due ? 2 : 1;
        blank_due = false;
        result += point.bytes != 0 ? bytes : std::string_view("\xEF\xBF\xBD");
    }
    return result;
}

}  // namespace alysio::salesforce
