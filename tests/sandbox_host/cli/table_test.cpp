#include "sandbox_host/cli/text/table.hpp"

#include <catch2/catch.hpp>

#include <sstream>

namespace alysio::sandbox::cli {
namespace {

std::string printed(const Table& table, const Style& style = {}) {
    std::ostringstream out;
    table.print(out, style);
    return out.str();
}

}  // namespace

TEST_CASE("columns are as wide as what they show, and numbers stand to the right") {
    Table table{{"Name", "Amount", "City"}};
    table.add_row({{"Acme"}, {"1200", true}, {"Zürich"}});
    table.add_row({{"日本"}, {"7.5", true}});
    CHECK(printed(table) ==
          "Name  Amount  City\n"
          "Acme    1200  Zürich\n"
          "日本     7.5\n");
}

TEST_CASE("a column with a text among its numbers is a text column") {
    Table table{{"v"}};
    table.add_row({{"100", true}});
    table.add_row({{"none"}});
    CHECK(printed(table) == "v\n100\nnone\n");
}

TEST_CASE("on a terminal the widest column gives way") {
    Table table{{"Name", "Note"}};
    table.add_row({{"Acme"}, {"a long text that does not fit"}});
    CHECK(printed(table, {true, false, 20}) ==
          "Name  Note\n"
          "Acme  a long text t…\n");
}

TEST_CASE("rows that fit into no line stand one below the other") {
    Table table{{"Name", "Note", "Fax"}};
    table.add_row({{"Acme"}, {"a long text that does not fit"}, {""}});
    table.add_row({{"日本"}, {"7"}, {"none"}});
    CHECK(printed(table, {true, false, 14}) ==
          "-[ 1 ]--------\n"
          "Name  Acme\n"
          "Note  a long\n"
          "      text\n"
          "      that\n"
          "      does not\n"
          "      fit\n"
          "Fax\n"
          "-[ 2 ]--------\n"
          "Name  日本\n"
          "Note  7\n"
          "Fax   none\n");
}

TEST_CASE("neither a column that is kept whole nor a number nor a heading is cut") {
    Table table{{"Id", "Amount", "Description"}};
    table.keep_whole(0);
    table.add_row({{"006Sb0000000001IAA"}, {"123456789012", true}, {"some long text about it"}});
    CHECK(printed(table, {true, false, 46}) ==
          "Id                        Amount  Description\n"
          "006Sb0000000001IAA  123456789012  some long t…\n");
    CHECK(printed(table, {true, false, 44}).rfind("-[ 1 ]", 0) == 0);
}

TEST_CASE("what belongs to a row stands below it, indented") {
    Table table{{"Name"}};
    table.add_row({{"Acme"}}, "Contacts\nAnn");
    table.add_row({{"Globex"}});
    CHECK(printed(table) == "Name\nAcme\n    Contacts\n    Ann\nGlobex\n");
}

TEST_CASE("a cell leads to its link on a terminal, which shows it where it can hide none") {
    Table table{{"Name"}};
    table.add_row({{"Acme", false, "http://x"}});
    CHECK(printed(table) == "Name\nAcme\n");
    CHECK(printed(table, {true, false, 0, true}) == "Name\n\x1b]8;;http://x\x1b\\Acme\x1b]8;;\x1b\\\n");
    CHECK(printed(table, {true, false, 6}) == "Name\nAcme\n    http://x\n");
}

TEST_CASE("escapes in data and headings are neutralised") {
    Table table{{"\x1b[1mName"}};
    table.add_row({{"a\x1b[2Jb"}});
    CHECK(printed(table).find('\x1b') == std::string::npos);
}

}  // namespace alysio::sandbox::cli
