#include "sandbox_host/cli/watch/line_editor.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::cli;
using Inputs = std::vector<Input>;
using Kind = Input::Kind;

namespace {

const std::string left = "\x1b[D";
const std::string right = "\x1b[C";
const std::string up = "\x1b[A";
const std::string down = "\x1b[B";
const std::string backspace = "\x7F";

std::string typed(const std::string& keys) {
    LineEditor editor;
    editor.feed(keys);
    return editor.text();
}

}  // namespace

TEST_CASE("Enter gives the line, and the next one is empty") {
    LineEditor editor;
    CHECK(editor.feed("which {}\rab\n") == Inputs{{Kind::line, "which {}"}, {Kind::line, "ab"}});
    CHECK(editor.text().empty());
}

TEST_CASE("the usual keys edit the line") {
    struct Row {
        std::string keys;
        std::string text;
    };
    const auto row = GENERATE(values<Row>({
        {"abc" + backspace, "ab"},
        {backspace + "a", "a"},
        {"ac" + left + "b", "abc"},
        {"abc" + left + left + "\x1b[3~", "ac"},
        {"bc\x01" + std::string("a"), "abc"},
        {"bc\x1b[Ha\x1b[Fd", "abcd"},
        {"ab" + left + right + "c", "abc"},
        {"abc" + left + "\x0B", "ab"},
        {"abc" + left + "\x15", "c"},
        {"one two  \x17three", "one three"},
        {"\xC3\xBC\xE2\x82\xAC" + backspace, "\xC3\xBC"},
        {"a\xFF" + std::string("b"), "a\xEF\xBF\xBD" + std::string("b")},
        {"a\x1b[1;5Cb\x1bx", "ab"},
    }));
    CAPTURE(row.keys);
    CHECK(typed(row.keys) == row.text);
}

TEST_CASE("older lines come back, and the unfinished one is not lost") {
    LineEditor editor;
    editor.feed("one\rtwo\rtwo\rthr" + up);
    CHECK(editor.text() == "two");
    editor.feed(up + up);
    CHECK(editor.text() == "one");
    editor.feed(down + down + down);
    CHECK(editor.text() == "thr");
    CHECK(editor.feed(up + up + "\r") == Inputs{{Kind::line, "one"}});
    editor.feed(up);
    CHECK(editor.text() == "one");
}

TEST_CASE("Tab completes a name as far as it is certain") {
    LineEditor editor;
    editor.complete_from({"orders_get", "orders_list", "which"});
    editor.feed("w\t");
    CHECK(editor.text() == "which ");
    editor.feed("\x15o\t");
    CHECK(editor.text() == "orders_");
    editor.feed("l\t{}");
    CHECK(editor.text() == "orders_list {}");
    editor.feed("\x15zz\t");
    CHECK(editor.text() == "zz");
    editor.feed("\x15" + std::string("d wh\t"));
    CHECK(editor.text() == "d which ");
}

TEST_CASE("Ctrl-C tells what it wiped away, and Ctrl-D ends an empty line only") {
    LineEditor editor;
    CHECK(editor.feed("ab\x03") == Inputs{{Kind::interrupt, "ab"}});
    CHECK(editor.feed("\x03") == Inputs{{Kind::interrupt, ""}});
    CHECK(editor.feed("ab" + left + "\x04").empty());
    CHECK(editor.text() == "a");
    CHECK(editor.feed("\x15\x04") == Inputs{{Kind::end, ""}});
}

TEST_CASE("a JSON of several lines that is pasted is one line") {
    LineEditor editor;
    CHECK(editor.feed("get \x1b[200~{\n\t\"a\": 1\r\n}\x1b[201~").empty());
    CHECK(editor.feed("\r") == Inputs{{Kind::line, "get {  \"a\": 1  }"}});
}

TEST_CASE("bytes may come one at a time") {
    LineEditor editor;
    for (const char byte : "a\xC3\xBC" + left + "b") editor.feed({&byte, 1});
    CHECK(editor.text() == "ab\xC3\xBC");
}

TEST_CASE("the line is drawn behind its prompt, with the cursor where it is") {
    LineEditor editor;
    editor.feed("abc");
    CHECK(editor.drawn("> ", 80) == "> abc");
    editor.feed(left + left);
    CHECK(editor.drawn("> ", 80) == "> abc\x1b[2D");
}

TEST_CASE("of a line that is wider than the terminal the part around the cursor is drawn") {
    LineEditor editor;
    editor.feed("0123456789abcdefghij");
    CHECK(editor.drawn("> ", 13) == "> abcdefghij");
    editor.feed("\x01");
    CHECK(editor.drawn("> ", 13) == "> 0123456789\x1b[10D");
    editor.feed("\x05\x15\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD");
    CHECK(editor.drawn("> ", 13) == "> \xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD\xE4\xB8\xAD");
}
