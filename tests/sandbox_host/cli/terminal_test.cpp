#include "sandbox_host/cli/text/terminal.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <map>
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

TEST_CASE("a link is hidden on a terminal that can, and absent elsewhere") {
    CHECK(linked("Acme", "http://x/y", {}) == "Acme");
    CHECK(linked("Acme", "http://x/y", {true, true, 80}) == "Acme");
    const Style terminal{true, false, 80, true};
    CHECK(linked("Acme", "http://x/y", terminal) == "\x1b]8;;http://x/y\x1b\\Acme\x1b]8;;\x1b\\");
    CHECK(linked("Acme", "", terminal) == "Acme");
    CHECK(linked("Acme", "http://x/\x1b\\evil\n", terminal) == "\x1b]8;;http://x/\\evil\x1b\\Acme\x1b]8;;\x1b\\");
}

TEST_CASE("what a terminal is sent depends on what it is known to understand") {
    using Variables = std::map<std::string, std::string>;
    struct Row {
        Variables variables;
        bool color;
        bool links;
    };
    const auto [variables, color, links] = GENERATE(values<Row>({
        {{}, false, false},
        {{{"TERM", "xterm-256color"}}, true, false},
        {{{"TERM", "xterm-256color"}, {"VTE_VERSION", "7006"}}, true, true},
        {{{"TERM", "xterm-256color"}, {"VTE_VERSION", "4205"}}, true, false},
        {{{"TERM", "xterm-256color"}, {"TERM_PROGRAM", "vscode"}}, true, true},
        {{{"TERM", "xterm-256color"}, {"TERM_PROGRAM", "Apple_Terminal"}}, true, false},
        {{{"TERM", "xterm-kitty"}}, true, true},
        {{{"TERM", "xterm-kitty"}, {"NO_COLOR", "1"}}, false, false},
        {{{"TERM", "xterm-kitty"}, {"NO_COLOR", ""}}, true, true},
        {{{"TERM", "dumb"}, {"VTE_VERSION", "7006"}}, false, false},
        {{{"TERM", "screen"}, {"VTE_VERSION", "7006"}}, true, false},
        {{{"TERM", "tmux-256color"}, {"TERM_PROGRAM", "tmux"}, {"TERM_PROGRAM_VERSION", "3.3a"}}, true, false},
        {{{"TERM", "tmux-256color"}, {"TERM_PROGRAM", "tmux"}, {"TERM_PROGRAM_VERSION", "3.4"}}, true, true},
        {{{"TERM", "xterm"}, {"FORCE_HYPERLINK", "1"}}, true, true},
        {{{"TERM", "xterm-kitty"}, {"FORCE_HYPERLINK", "0"}}, true, false},
    }));
    CAPTURE(variables);
    const auto style = style_in(
        [&set = variables](const char* name) {
            const auto found = set.find(name);
            return found == set.end() ? std::string() : found->second;
        },
        80);
    CHECK(style.terminal);
    CHECK(style.width == 80);
    CHECK(style.color == color);
    CHECK(style.links == links);
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
