#include "sandbox_host/cli/watch/schema_diff.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::cli;
using Changes = std::vector<SchemaChange>;
using Kind = SchemaChange::Kind;

TEST_CASE("equal schemas do not differ, however they are written") {
    CHECK(schema_changes(R"({"type":"object"})", R"({ "type": "object" })").empty());
    CHECK(schema_changes(R"({"properties":{"a":{},"b":{}}})", R"({"properties":{"b":{},"a":{}}})").empty());
}

TEST_CASE("properties that came and went are told with what they hold") {
    const auto before = R"({"type":"object","properties":{"query":{"type":"string"},"rows":{"type":"integer"}}})";
    const auto after = R"({"type":"object","required":["fields"],"properties":{"query":{"type":"string"},
        "fields":{"type":"array","items":{"type":"string"}},"mode":{"enum":["fast","safe"]}}})";
    CHECK(schema_changes(before, after) == Changes{{Kind::added, "fields", "array of string, required"},
                                                   {Kind::added, "mode", "one of fast, safe"},
                                                   {Kind::removed, "rows", "integer"}});
}

TEST_CASE("what changed about a property is told in its own words") {
    struct Row {
        const char* before;
        const char* after;
        const char* what;
    };
    const auto row = GENERATE(values<Row>({
        {R"({"type":"string"})", R"({"type":"integer"})", "string -> integer"},
        {R"({"type":"string"})", R"({"type":["string","null"]})", "string -> string or null"},
        {R"({"maximum":100})", R"({"maximum":200})", "maximum 100 -> 200"},
        {R"({})", R"({"maximum":200})", "maximum none -> 200"},
        {R"({"enum":["a"]})", R"({"enum":["a","b"]})", "one of a -> one of a, b"},
        {R"({"description":"A number."})", R"({"description":"How many rows are wanted, at the very most."})",
         "description reworded"},
        {R"({"anyOf":[{"type":"string"}]})", R"({"anyOf":[{"type":"number"}]})", "anyOf changed"},
        {R"({"type":"array"})", R"({"type":"array","items":{"type":"string"}})", "array -> array of string"},
    }));
    const auto in_property = [](const char* schema) {
        return std::string(R"({"properties":{"limit":)") + schema + "}}";
    };
    CHECK(schema_changes(in_property(row.before), in_property(row.after)) ==
          Changes{{Kind::changed, "limit", row.what}});
}

TEST_CASE("a property that becomes required, or optional, is told") {
    const auto with = R"({"required":["id"],"properties":{"id":{}}})";
    const auto without = R"({"properties":{"id":{}}})";
    CHECK(schema_changes(without, with) == Changes{{Kind::changed, "id", "is required now"}});
    CHECK(schema_changes(with, without) == Changes{{Kind::changed, "id", "is optional now"}});
}

TEST_CASE("properties deep within have a path that says where") {
    const auto before = R"({"properties":{"records":{"type":"array","items":{"type":"object","properties":{}}}}})";
    const auto after = R"({"properties":{"records":{"type":"array","items":{"type":"object",
        "properties":{"Owner":{"type":"object"}}}}}})";
    CHECK(schema_changes(before, after) == Changes{{Kind::added, "records[].Owner", "object"}});
}

TEST_CASE("the type of a list's items is told once, at the items") {
    CHECK(schema_changes(R"({"type":"array","items":{"type":"string"}})",
                         R"({"type":"array","items":{"type":"integer"}})") ==
          Changes{{Kind::changed, "[]", "string -> integer"}});
}
