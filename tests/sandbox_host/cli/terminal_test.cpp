#include "sandbox_host/cli/text/terminal.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <utility>

namespace alysio::sandbox::cli {

TEST_CASE("record data cannot speak to the terminal") {
    using Row = std::pair<std::string, std::string>;
    const auto [text, safe] = GENERATE(values<Row>({
        {"plain ümlaut 日本", "plain ümlaut 日本"},
        {"\x1b[31mred\x1b[0m", "\uFFFD[31mred\uFFFD[0m"},
        {"\x1b]8;;http://evil\x1b\\", "\uFFFD]8;;http://evil\uFFFD\\"},
        {"two\nlines\r\n\tand tabs", "two lines and tabs"},
        {"bell\a back\b del\x7f", "bell\uFFFD back\uFFFD del\uFFFD"},
        {"c1\xc2\x9b"
         "31m",
         "c1\uFFFD31m"},
        {"right\u202Eto left", "right\uFFFDto left"},
        {"isolate\u2066x\u2069", "isolate\uFFFDx\uFFFD"},
        {"broken \xff\xc3 utf-8", "broken \uFFFD\uFFFD utf-8"},
        {"overlong \xc0\xaf surrogate \xed\xa0\x80", "overlong \uFFFD\uFFFD surrogate \uFFFD\uFFFD\uFFFD"},
        {"cut short \xe6\x97", "cut short \uFFFD\uFFFD"},
        {std::string("nul\0byte", 8), "nul\uFFFDbyte"},
    }));
    CHECK(safe_text(text) == safe);
}

TEST_CASE("width is what a terminal shows") {
    using Row = std::pair<std::string, std::size_t>;
    const auto [text, width] = GENERATE(values<Row>({
        {"", 0},
        {"abc", 3},
        {"ümlaut", 6},
        {"日本語", 6},
        {"e\u0301", 1},
        {"ｆｕｌｌ", 8},
        {"한국", 4},
        {"…", 1},
    }));
    CAPTURE(text);
    CHECK(display_width(text) == width);
}

TEST_CASE("text is cut at a character and keeps to its width") {
    using Row = std::tuple<std::string, std::size_t, std::string>;
    const auto [text, width, cut] = GENERATE(values<Row>({
        {"short", 5, "short"},
        {"longer", 5, "long…"},
        {"日本語", 5, "日本…"},
        {"日本語", 4, "日…"},
        {"日本語", 1, "…"},
        {"x", 0, ""},
    }));
    CAPTURE(text, width);
    CHECK(cut_to(text, width) == cut);
    CHECK(display_width(cut_to(text, width)) <= width);
}

TEST_CASE("a link is hidden on a terminal and absent elsewhere") {
    CHECK(linked("Acme", "http://x/y", {}) == "Acme");
    const Style terminal{true, false, 80};
    CHECK(linked("Acme", "http://x/y", terminal) == "\x1b]8;;http://x/y\x1b\\Acme\x1b]8;;\x1b\\");
    CHECK(linked("Acme", "", terminal) == "Acme");
    CHECK(linked("Acme", "http://x/\x1b\\evil\n", terminal) == "\x1b]8;;http://x/\\evil\x1b\\Acme\x1b]8;;\x1b\\");
}

TEST_CASE("what is no terminal gets no colour and no width") {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    const auto style = style_of(ends[1]);
    CHECK_FALSE(style.terminal);
    CHECK(bold("x", style) == "x");
    CHECK(style.width == 0);
    close(ends[0]);
    close(ends[1]);
}

}  // namespace alysio::sandbox::cli
