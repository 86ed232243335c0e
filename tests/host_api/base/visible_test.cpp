#include <alysio/base/visible.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace visible_test {

using alysio::base::Sight;
using alysio::base::sight_of;
using alysio::base::visible;
using alysio::base::visible_words;

TEST_CASE("every character is plain, a blank, a line break, a joiner, or hidden") {
    const auto [first, last, sight] = GENERATE(table<char32_t, char32_t, Sight>({
        {0x00, 0x08, Sight::hidden},         {0x09, 0x0D, Sight::line_break},   {0x0E, 0x1F, Sight::hidden},
        {0x20, 0x20, Sight::blank},          {0x21, 0x7E, Sight::plain},        {0x7F, 0x84, Sight::hidden},
        {0x85, 0x85, Sight::line_break},     {0x86, 0x9F, Sight::hidden},       {0xA0, 0xA0, Sight::blank},
        {0xA1, 0xAC, Sight::plain},          {0xAD, 0xAD, Sight::hidden},       {0xAE, 0x33F, Sight::plain},
        {0x34F, 0x34F, Sight::hidden},       {0x61C, 0x61C, Sight::hidden},     {0x620, 0x64A, Sight::plain},
        {0x115F, 0x1160, Sight::hidden},     {0x2000, 0x200A, Sight::blank},    {0x200B, 0x200B, Sight::hidden},
        {0x200C, 0x200D, Sight::joiner},     {0x200E, 0x200F, Sight::hidden},   {0x2010, 0x2027, Sight::plain},
        {0x2028, 0x2029, Sight::line_break}, {0x202A, 0x202E, Sight::hidden},   {0x202F, 0x202F, Sight::blank},
        {0x2060, 0x206F, Sight::hidden},     {0x20AC, 0x20AC, Sight::plain},    {0x3000, 0x3000, Sight::blank},
        {0x3041, 0x3096, Sight::plain},      {0x3164, 0x3164, Sight::hidden},   {0xAC00, 0xD7A3, Sight::plain},
        {0xD800, 0xF8FF, Sight::hidden},     {0xFE00, 0xFE0F, Sight::joiner},   {0xFEFF, 0xFEFF, Sight::hidden},
        {0xFF1D, 0xFF1D, Sight::plain},      {0xFFA0, 0xFFA0, Sight::hidden},   {0xFFF9, 0xFFFB, Sight::hidden},
        {0x1F600, 0x1F64F, Sight::plain},    {0xE0000, 0xE00FF, Sight::hidden}, {0xE0100, 0xE01EF, Sight::joiner},
        {0xE01F0, 0x10FFFF, Sight::hidden},
    }));
    for (char32_t c = first; c <= last; ++c) {
        INFO(std::hex << static_cast<unsigned long>(c));
        CHECK(sight_of(c) == sight);
    }
}

TEST_CASE("a text is shown on one line, and what hides becomes visible") {
    const auto [text, shown] = GENERATE(table<std::string, std::string>({
        {"Müller & Söhne 株式会社", "Müller & Söhne 株式会社"},
        {"a  b", "a  b"},
        {"a\r\n\u2028b", "a b"},
        {"\nb", "b"},
        {"\x1b[2J", "\uFFFD[2J"},
        {"a\u202eb", "a\uFFFDb"},
        {"a\xC3", "a\uFFFD"},
        {"👩‍🚀 ❤️", "👩‍🚀 ❤️"},
        {"می‌خواهم", "می‌خواهم"},
        {"a\u200db", "a\uFFFDb"},
        {"é\u200d\u200d", "é\u200d\uFFFD"},
        {"a\ufe0f", "a\uFFFD"},
    }));
    CHECK(visible(text) == shown);
}

TEST_CASE("several blanks are one where nothing may hide behind them") {
    CHECK(visible_words("  a \u00a0\u3000b\t\n c  ") == "a b c");
    CHECK(visible_words("a" + std::string(200, ' ') + "b") == "a b");
    CHECK(visible_words(" \n ").empty());
}

}  // namespace visible_test
