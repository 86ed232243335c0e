#include "plugin/salesforce/exact_json.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

TEST_CASE("Every number of an object keeps its digits, whatever lies around it") {
    const auto members = exact_members(
        R"({ "a" : 100.00, "b": [1.39E8, -0.10, {"c": 12345678901234567890.5}], "d": {}, "e": [], "f": "x\"y", "g": null, "h": true })");
    REQUIRE(members);
    CHECK(*members == ExactMembers{{"a", "100.00"},
                                   {"b", R"([1.39E8,-0.10,{"c":12345678901234567890.5}])"},
                                   {"d", "{}"},
                                   {"e", "[]"},
                                   {"f", R"("x\"y")"},
                                   {"g", "null"},
                                   {"h", "true"}});
}

TEST_CASE("A name that occurs twice has its last value") {
    CHECK(*exact_members(R"({"a":1,"b":2,"a":3})") == ExactMembers{{"b", "2"}, {"a", "3"}});
}

TEST_CASE("Nested containers are separated as they were") {
    CHECK(*exact_members(R"({"a":[[],[1],{"x":[2,{"y":3}],"z":4},5]})") ==
          ExactMembers{{"a", R"([[],[1],{"x":[2,{"y":3}],"z":4},5])"}});
}

TEST_CASE("What is no object, or too deep, is nothing") {
    const std::string deep(100, '[');
    CHECK_FALSE(
        exact_members(GENERATE_COPY(as<std::string>{}, "", "[]", "1", "\"{}\"", "{", "{\"a\":1,}", "{\"a\":01}", "{} x",
                                    "{\"a\":" + deep + std::string(100, ']') + "}", "{\"a\":\"\xff\"}")));
}
