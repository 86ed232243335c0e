#include "sandbox_host/mcp/protocol/raw_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::sandbox::mcp;

TEST_CASE("A member is found as it is written") {
    const std::string text =
        R"({"a": {"b":[1,2]} ,"b":"}\"{","c" : -1.50e+3,"d":null,"e":[],"f":{"arguments":{"x":1}}, "t":true })";
    CHECK(raw_member(text, "a") == R"({"b":[1,2]})");
    CHECK(raw_member(text, "b") == R"("}\"{")");
    CHECK(raw_member(text, "c") == "-1.50e+3");
    CHECK(raw_member(text, "d") == "null");
    CHECK(raw_member(text, "e") == "[]");
    CHECK(raw_member(text, "t") == "true");
    CHECK_FALSE(raw_member(text, "x"));
    CHECK_FALSE(raw_member("{}", "x"));
    CHECK_FALSE(raw_member(" { } ", "x"));
}

TEST_CASE("Of members with one name the last one counts, as it does for parsers, and names may be escaped") {
    CHECK(raw_member(R"({"a":1,"a":2})", "a") == "2");
    CHECK(raw_member(R"({"argu\u006dents":3})", "arguments") == "3");
    CHECK(raw_member(R"({"a\\":1,"a":2})", "a") == "2");
}

TEST_CASE("Nesting is counted outside of strings") {
    CHECK(nesting("1") == 0);
    CHECK(nesting(R"({"a":[[{"b":"[[[["}]]})") == 4);
    CHECK(nesting("\"[") == 0);
}
