#include "sandbox_host/cli/watch/build_output.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::cli::failed_output;
using alysio::sandbox::cli::without_escapes;

namespace {

const std::string gcc =
    "[1/3] Building CXX object a.cpp.o\n"
    "a.cpp:1:1: warning: unused 'x'\n"
    "    1 | int x;\n"
    "[2/3] Building CXX object b.cpp.o\n"
    "FAILED: b.cpp.o \n"
    "/usr/bin/c++ -c b.cpp\n"
    "In file included from b.cpp:1:\n"
    "b.hpp: In function 'int f()':\n"
    "b.hpp:7:5: error: 'y' was not declared\n"
    "    7 |     y;\n"
    "      |     ^\n"
    "b.hpp:3:1: note: declared here\n"
    "b.cpp:9:1: warning: more\n"
    "    9 | ;\n"
    "ninja: build stopped: subcommand failed.\n";

}  // namespace

TEST_CASE("of a failed build the errors are shown, with where they are and what belongs to them") {
    CHECK(failed_output(gcc, false, 40) ==
          "In file included from b.cpp:1:\n"
          "b.hpp: In function 'int f()':\n"
          "b.hpp:7:5: error: 'y' was not declared\n"
          "    7 |     y;\n"
          "      |     ^\n"
          "b.hpp:3:1: note: declared here\n"
          "(9 more lines)\n");
}

TEST_CASE("a build that fails without an error that one could recognise shows its end") {
    CHECK(failed_output("one\ntwo\nthree\n", false, 2) == "two\nthree\n(1 more line)\n");
    CHECK(failed_output("", false, 2).empty());
}

TEST_CASE("a thousand errors are cut to the first") {
    std::string output;
    for (int i = 0; i < 1000; ++i) output += "a.cpp:" + std::to_string(i) + ":1: error: no\n";
    CHECK(failed_output(output, false, 3) ==
          "a.cpp:0:1: error: no\na.cpp:1:1: error: no\na.cpp:2:1: error: no\n(997 more lines)\n");
}

TEST_CASE("errors are recognised under their colours, which stay at a terminal and end with the text") {
    const std::string colored = "a.cpp:1: \x1b[01;31m\x1b[Kerror: \x1b[m\x1b[Kno\n\x1b[31mhint\n";
    CHECK(failed_output(colored, false, 40) == "a.cpp:1: error: no\nhint\n");
    CHECK(failed_output(colored, true, 40) == "a.cpp:1: \x1b[01;31merror: \x1b[mno\n\x1b[31mhint\n\x1b[0m");
}

TEST_CASE("what a build says cannot move the cursor or talk to the terminal") {
    CHECK(without_escapes("a\x1b[2Jb\x1b]8;;http://x\x1b\\c\x1b]0;title\a\rd\x07\te\n", true) == "abcd\te\n");
    CHECK(without_escapes("cut off \x1b[3", true) == "cut off ");
}
