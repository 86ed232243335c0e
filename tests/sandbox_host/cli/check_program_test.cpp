#include "tests/sandbox_host/cli/program.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace alysio::sandbox::cli {
namespace {

std::string fixture(const std::string& name) {
    return std::string(ALYSIO_FIXTURES) + "/" + name + ".so";
}

}  // namespace

TEST_CASE("check says one line a test and a sum, and exits 1 where a test fails") {
    const Program program;
    const auto checked = program.run({"check", fixture("sample_opens_file"), "--test", "imports", "--test", "table"});
    CHECK(checked.exit_code == 1);
    CHECK(std::count(checked.out.begin(), checked.out.end(), '\n') == 3);
    CHECK(checked.out.find("fail     It reaches for no socket, file, program or thread") == 0);
    CHECK(checked.out.find("fopen reaches for files") != std::string::npos);
    CHECK(checked.out.find("1 pass, 1 fail\n") != std::string::npos);
}

TEST_CASE("check exits 0 for a sound plugin, and tells programs about every test") {
    const Program program;
    const auto checked = program.run({"check", fixture("sample_sound"), "--test", "given_up", "--json"});
    CHECK(checked.exit_code == 0);
    const auto json = checked.json();
    CHECK(json.at("fit") == true);
    CHECK(json.at("tests").size() == 4);
    CHECK(json.at("tests").back().at("name") == "given_up");
    CHECK(json.at("tests").back().at("verdict") == "pass");
}

TEST_CASE("what a plugin prints while it is checked does not get between the lines") {
    const Program program;
    const auto checked = program.run({"check", fixture("conformance"), "--test", "comes_up", "--json"});
    CHECK(checked.exit_code == 0);
    CHECK(checked.json().at("fit") == true);
    CHECK(checked.err.find("this plugin prints") != std::string::npos);
}

TEST_CASE("check without a plugin to be found is a mistake of usage") {
    const Program program;
    const auto checked = program.run({"check", "/nowhere.so"});
    CHECK(checked.exit_code == 2);
    CHECK(checked.out.empty());
    CHECK(checked.err == "alysio-sandbox: There is no plugin at /nowhere.so.\n");
}

}  // namespace alysio::sandbox::cli
