#include <alysio/sdk/schema.hpp>

#include <catch2/catch.hpp>

using alysio::sdk::Json;
using alysio::sdk::parse_json;
using alysio::sdk::Schema;

namespace {

Schema schema(const char* text) {
    return Schema(parse_json(text).value());
}

const Schema arguments = schema(R"({
    "type": "object", "additionalProperties": false, "required": ["object_name", "fields"],
    "properties": {
        "object_name": {"type": "string", "minLength": 1, "maxLength": 5, "description": "d"},
        "fields": {"type": "object", "description": "d"},
        "limit": {"type": "integer", "minimum": 1, "maximum": 10, "description": "d"},
        "format": {"type": "string", "enum": ["jsonl", "csv"], "description": "d"},
        "names": {"type": "array", "items": {"type": "string"}, "maxItems": 2, "description": "d"},
        "strict": {"type": "boolean", "description": "d"}}})");

std::string violations_of(const char* text) {
    Json value = parse_json(text).value();
    arguments.normalise(value);
    std::string told;
    for (const auto& violation : arguments.validate(value)) told += violation.pointer + ": " + violation.message + "\n";
    return told;
}

}  // namespace

TEST_CASE("arguments that conform have no violations") {
    const char* text = GENERATE(R"({"object_name": "Lead", "fields": {}})",
                                R"({"object_name": "Lead", "fields": {"anything": [1, {"deep": null}]}, "limit": 10})",
                                R"({"object_name": "Ünïcö", "fields": {}, "names": ["a", "b"], "strict": true})");
    CAPTURE(text);
    CHECK(violations_of(text).empty());
}

TEST_CASE("1.0 is an integer, 1.5 is none") {
    CHECK(violations_of(R"({"object_name": "Lead", "fields": {}, "limit": 1.0})").empty());
    CHECK(violations_of(R"({"object_name": "Lead", "fields": {}, "limit": 1.5})") ==
          "/limit: expected integer, got number\n");
}

TEST_CASE("an optional argument that is null counts as absent; a required one does not") {
    CHECK(violations_of(R"({"object_name": "Lead", "fields": {}, "limit": null, "format": null})").empty());
    CHECK(violations_of(R"({"object_name": null, "fields": {}})") == "/object_name: expected string, got null\n");
}

TEST_CASE("an object or array that was sent as a JSON-encoded string is decoded") {
    Json value = parse_json(R"({"object_name": "Lead", "fields": "{\"Name\": \"x\"}", "names": "[\"a\"]"})").value();
    arguments.normalise(value);
    CHECK(value["fields"] == Json{{"Name", "x"}});
    CHECK(value["names"] == Json::array({"a"}));
    CHECK(arguments.validate(value).empty());
    CHECK(violations_of(R"({"object_name": "Lead", "fields": "not json"})") ==
          "/fields: expected object, got string\n");
}

TEST_CASE("every violation is listed, each with its pointer") {
    CHECK(violations_of(
              R"({"object_name": "Account", "limit": 11, "format": "xml", "names": ["a", 2, "c"], "a/b~c": 1})") ==
          "/object_name: expected at most 5 characters, got 7\n"
          "/limit: expected at most 10, got 11\n"
          "/format: expected one of [\"jsonl\",\"csv\"], got \"xml\"\n"
          "/names: expected at most 2 items, got 3\n"
          "/names/1: expected string, got number\n"
          "/a~1b~0c: no such property; there are: object_name, fields, limit, format, names, strict\n"
          "/fields: required, but missing\n");
}

TEST_CASE("arguments that are no object are one violation") {
    CHECK(violations_of("[]") == ": expected object, got array\n");
}

TEST_CASE("the lint finds what the validator would have to ignore") {
    const char* text = GENERATE(
        R"({"type": "object", "anyOf": []})", R"({"type": ["object", "null"]})", R"({"type": "string"})",
        R"({"type": "object", "properties": {"a": {"type": "string"}}})",
        R"({"type": "object", "properties": {"a": {"type": "string", "description": "d", "pattern": "^x"}}})",
        R"({"type": "object", "required": ["a"]})", R"({"type": "object", "additionalProperties": {"type": "string"}})",
        R"({"type": "object", "properties": {"a": 7}})");
    CAPTURE(text);
    CHECK_FALSE(schema(text).lint().empty());
    CHECK(arguments.lint().empty());
}

TEST_CASE("of a result only the arguments' need for descriptions is not asked") {
    const auto terse = schema(R"({"type": "object", "properties": {"used": {"type": "integer"}}})");
    CHECK(terse.lint(Schema::Of::result).empty());
    CHECK(terse.lint().size() == 1);
    CHECK(schema(R"({"type": "object", "anyOf": []})").lint(Schema::Of::result).size() == 1);
}

TEST_CASE("text that is no JSON, no UTF-8 or too deep is nothing") {
    CHECK_FALSE(parse_json("{").has_value());
    CHECK_FALSE(parse_json("").has_value());
    CHECK_FALSE(parse_json("\"\xff\"").has_value());
    CHECK_FALSE(parse_json(std::string(100'000, '[')).has_value());
    CHECK_FALSE(parse_json(std::string(65, '[') + std::string(65, ']')).has_value());
    CHECK(parse_json(std::string(64, '[') + std::string(64, ']')).has_value());
}

TEST_CASE("brackets and commas inside strings do not count") {
    using alysio::sdk::is_within;
    const char* text = R"({"a": "[[[", "b": "\"[,,", "c": [[1], {}]})";
    CHECK(is_within(text, {3, 3}));
    CHECK_FALSE(is_within(text, {2, 3}));
    CHECK_FALSE(is_within(text, {3, 2}));
    CHECK(parse_json(R"(["[[[[", "\\"])", {1, 1}).has_value());
}

// Reading one of 50,000 members took two seconds of the lane.
TEST_CASE("an object of more than 5,000 members is nothing, a list may be as long as it likes") {
    const auto object_of = [](int members) {
        std::string text = "{";
        for (int i = 0; i < members; ++i) text += (i > 0 ? ",\"m" : "\"m") + std::to_string(i) + "\":[1,2,3]";
        return text + "}";
    };
    CHECK(parse_json(object_of(5'000)).has_value());
    CHECK_FALSE(parse_json(object_of(5'001)).has_value());
    CHECK_FALSE(parse_json("[" + object_of(5'001) + "]").has_value());
    std::string list = "[0";
    for (int i = 0; i < 20'000; ++i) list += ",{}";
    CHECK(parse_json(list + "]").has_value());
}
