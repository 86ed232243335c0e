#include "sandbox_host/services/artifact_name.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::services;

TEST_CASE("a proposed name becomes one harmless path component") {
    struct Row {
        std::string proposal;
        std::string name;
    };
    const auto row = GENERATE(values<Row>({
        {"open-opportunities.jsonl", "open-opportunities.jsonl"},
        {"Q3 report (final).csv", "Q3 report (final).csv"},
        {"../../etc/passwd", "_.._etc_passwd"},
        {"/etc/passwd", "_etc_passwd"},
        {"a\\b:c*d?.csv", "a_b_c_d_.csv"},
        {std::string("a\0b\n\x1b[31m", 9), "a_b__[31m"},
        {".hidden", "hidden"},
        {"...", "result"},
        {"", "result"},
        {" . name . ", "name"},
        {std::string(300, 'x') + ".jsonl", std::string(114, 'x') + ".jsonl"},
        {std::string(300, 'x'), std::string(120, 'x')},
        {"x." + std::string(300, 'y'), "x." + std::string(118, 'y')},
    }));
    std::string expected = row.name;
    for (auto& c : expected) {
        if (c == '[') c = '_';
    }
    CHECK(artifact_name(row.proposal) == expected);
}

TEST_CASE("a number goes before the extension") {
    CHECK(numbered("rows.jsonl", 2) == "rows-2.jsonl");
    CHECK(numbered("rows", 10) == "rows-10");
    CHECK(numbered("a.b.csv", 3) == "a.b-3.csv");
}

TEST_CASE("different texts have different folder names, none of them special") {
    CHECK(folder_name("acme") == "acme");
    CHECK(folder_name("acme/x") == "acme%2Fx");
    CHECK(folder_name("acme%2Fx") == "acme%252Fx");
    CHECK(folder_name("..") == "%2E%2E");
    CHECK(folder_name("") == "%");
    CHECK(folder_name("%") == "%25");
}
