#include <alysio/base/utf8.hpp>

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <string_view>

using namespace alysio::base;
using namespace std::string_view_literals;

namespace {

std::string written(char32_t code) {
    std::string text;
    utf8::append(code, text);
    return text;
}

bool is_surrogate(char32_t code) {
    return code >= 0xD800 && code <= 0xDFFF;
}

}  // namespace

TEST_CASE("the first and the last character of each length are read and written") {
    const auto [code, bytes] = GENERATE(table<char32_t, std::string_view>({
        {0x0, "\0"sv},
        {0x41, "A"},
        {0x7F, "\x7F"},
        {0x80, "\xC2\x80"},
        {0x7FF, "\xDF\xBF"},
        {0x800, "\xE0\xA0\x80"},
        {0xD7FF, "\xED\x9F\xBF"},
        {0xE000, "\xEE\x80\x80"},
        {0xFFFD, "\xEF\xBF\xBD"},
        {0xFFFF, "\xEF\xBF\xBF"},
        {0x10000, "\xF0\x90\x80\x80"},
        {0x3FFFF, "\xF0\xBF\xBF\xBF"},
        {0x40000, "\xF1\x80\x80\x80"},
        {0x10FFFF, "\xF4\x8F\xBF\xBF"},
    }));
    INFO(static_cast<unsigned long>(code));
    const auto read = utf8::decode(std::string(bytes) + "\x80");
    CHECK(read.code == code);
    CHECK(read.bytes == bytes.size());
    CHECK(written(code) == bytes);
    CHECK(utf8::is_valid(bytes));
    CHECK(utf8::count(bytes) == 1);
}

TEST_CASE("every character there is survives being written and read") {
    bool all_survive = true;
    for (char32_t code = 0; code <= 0x10FFFF; ++code) {
        if (is_surrogate(code)) continue;
        const std::string text = written(code);
        const auto read = utf8::decode(text);
        all_survive = all_survive && read && read.code == code && read.bytes == text.size();
    }
    CHECK(all_survive);
}

TEST_CASE("what is no character is written as U+FFFD") {
    const auto code = GENERATE(as<char32_t>{}, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0x110000, 0x7FFFFFFF, 0xFFFFFFFF);
    CHECK(written(code) == utf8::replacement_bytes);
}

TEST_CASE("bytes that are no UTF-8 are not read") {
    const auto bytes = GENERATE(as<std::string_view>{},  //
                                "", "\x80", "\xBF",      // nothing; a continuation first
                                "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x80\x80\x80",
                                "\xF0\x8F\xBF\xBF",                                                  // overlong
                                "\xED\xA0\x80", "\xED\xAF\xBF", "\xED\xB0\x80", "\xED\xBF\xBF",      // surrogates
                                "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF7\xBF\xBF\xBF",          // above U+10FFFF
                                "\xF8\x88\x80\x80\x80", "\xFC\x84\x80\x80\x80\x80", "\xFE", "\xFF",  // long ago
                                "\xC2", "\xDF", "\xE0\xA0", "\xE1", "\xEF\xBF", "\xF0\x90\x80", "\xF4",  // cut short
                                "\xC2\x41", "\xC2\xC2", "\xE1\x80\x41", "\xF1\x80\x80\x41", "\xE1\x41\x80");
    const auto read = utf8::decode(bytes);
    CHECK_FALSE(read);
    CHECK(read.bytes == 0);
    CHECK(utf8::valid_prefix(bytes) == 0);
    CHECK(utf8::is_valid(bytes) == bytes.empty());
    CHECK(utf8::valid_prefix(std::string("aé").append(bytes)) == 3);
}

TEST_CASE("of the 256 bytes that can come first each leads a sequence of its one length, or none") {
    for (unsigned first = 0; first < 256; ++first) {
        INFO(first);
        const std::size_t length = first < 0x80   ? 1
                                   : first < 0xC2 ? 0
                                   : first < 0xE0 ? 2
                                   : first < 0xF0 ? 3
                                   : first < 0xF5 ? 4
                                                  : 0;
        // 0xE0 and 0xF0 need a high second byte, 0xED and 0xF4 a low one.
        const char second = first == 0xE0 || first == 0xF0 ? '\xBF' : '\x80';
        const std::string text{static_cast<char>(first), second, '\x80', '\x80', '\x80'};
        CHECK(utf8::decode(text).bytes == length);
        for (std::size_t cut = 1; cut < length; ++cut) CHECK_FALSE(utf8::decode(std::string_view(text).substr(0, cut)));
    }
}

TEST_CASE("every pair of bytes is judged as the standard's table says") {
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second), '\x80', '\x80'};
            // Table 3-7 of Unicode: which second byte may follow which first.
            const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            const bool fits = first < 0x80 || (first >= 0xC2 && first <= 0xF4 && second >= low && second <= high);
            if (static_cast<bool>(utf8::decode(text)) != fits) FAIL_CHECK(first << " " << second);
        }
    }
}

TEST_CASE("characters are taken off a text one by one, with U+FFFD for each byte that begins none") {
    std::string_view text = "aé\xFF€\xE2\x82😀\xC2";
    std::u32string taken;
    while (!text.empty()) taken += utf8::take(text);
    CHECK(taken == U"aé\uFFFD€\uFFFD\uFFFD😀\uFFFD");
}

TEST_CASE("a broken text is repaired byte by byte, and a sound one stays as it is") {
    const auto [text, repaired] = GENERATE(table<std::string, std::string>({
        {"", ""},
        {"plain", "plain"},
        {"é€😀", "é€😀"},
        {"\xFF", "\uFFFD"},
        {"a\xE2\x82", "a\uFFFD\uFFFD"},
        {"\xE2\x82z", "\uFFFD\uFFFDz"},
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
        {"\xC0\x80", "\uFFFD\uFFFD"},
        {"é\x80é", "é\uFFFDé"},
    }));
    CHECK(utf8::repaired(text) == repaired);
    CHECK(utf8::is_valid(utf8::repaired(text)));
}

TEST_CASE("characters are counted, not bytes") {
    const auto [text, count] = GENERATE(table<std::string_view, std::size_t>(
        {{"", 0}, {"abc", 3}, {"é", 1}, {"€uro", 4}, {"😀😀", 2}, {"e\u0301", 2}, {"a\0b"sv, 3}}));
    CHECK(utf8::count(text) == count);
}

TEST_CASE("the first characters of a text are whole") {
    const std::string_view text = "aé€😀z";  // 1, 2, 3, 4 and 1 bytes
    const auto [count, bytes] = GENERATE(table<std::size_t, std::size_t>(
        {{0, 0}, {1, 1}, {2, 3}, {3, 6}, {4, 10}, {5, 11}, {6, 11}, {100, 11}, {std::string_view::npos, 11}}));
    CHECK(utf8::first(text, count) == text.substr(0, bytes));
}

TEST_CASE("a text is cut between characters") {
    const std::string_view text = "aé€😀z";
    const auto [bytes, left] = GENERATE(table<std::size_t, std::size_t>({{0, 0},
                                                                         {1, 1},
                                                                         {2, 1},
                                                                         {3, 3},
                                                                         {4, 3},
                                                                         {5, 3},
                                                                         {6, 6},
                                                                         {7, 6},
                                                                         {8, 6},
                                                                         {9, 6},
                                                                         {10, 10},
                                                                         {11, 11},
                                                                         {12, 11}}));
    CHECK(utf8::cut(text, bytes) == text.substr(0, left));
    CHECK(utf8::cut("€", bytes) == (bytes < 3 ? "" : "€"));
    CHECK(utf8::cut("", bytes).empty());
}

TEST_CASE("a pair of surrogates is one character") {
    const auto [high, low, code] = GENERATE(table<char32_t, char32_t, char32_t>(
        {{0xD800, 0xDC00, 0x10000}, {0xD83D, 0xDE00, 0x1F600}, {0xDBFF, 0xDFFF, 0x10FFFF}}));
    CHECK(utf8::is_high_surrogate(high));
    CHECK_FALSE(utf8::is_low_surrogate(high));
    CHECK(utf8::is_low_surrogate(low));
    CHECK_FALSE(utf8::is_high_surrogate(low));
    CHECK(utf8::of_surrogates(high, low) == code);
    CHECK_FALSE(utf8::is_high_surrogate(0xD7FF));
    CHECK_FALSE(utf8::is_low_surrogate(0xE000));
}

TEST_CASE("a text is read while the compiler runs") {
    static_assert(utf8::decode("€").code == 0x20AC);
    static_assert(utf8::count("é€") == 2);
    static_assert(utf8::first("é€", 1) == "é");
    static_assert(utf8::cut("é€", 4) == "é");
    static_assert(!utf8::is_valid("\xC3"));
    SUCCEED();
}
