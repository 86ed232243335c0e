// The calls that the tests make: made up from schemas, or given in a file.

#include "sandbox_host/check/calls_file.hpp"
#include "sandbox_host/check/scripted_call.hpp"
#include "tests/sandbox_host/check/checked_plugin.hpp"

#include <alysio/sdk/schema.hpp>

#include <catch2/catch.hpp>

using namespace alysio::sandbox::check;
using tests::CheckedPlugin;
namespace sdk = alysio::sdk;

namespace {

std::string minimal(const char* schema) {
    return sdk::to_text(minimal_value(sdk::Json::parse(schema)));
}

// Of a file with this text.
std::string mistake(const std::string& text) {
    const CheckedPlugin plugin("sound");
    const auto file = calls_beside(plugin.options.library);
    std::ofstream(file) << text;
    const auto calls = read_calls(file);
    if (calls) return "";
    return calls.error().message.substr(file.string().size());
}

}  // namespace

TEST_CASE("minimal arguments have the required members alone") {
    CHECK(minimal(R"({"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string"}}})") ==
          R"({"a":"x"})");
    CHECK(minimal(R"({"type":"object"})") == "{}");
}

TEST_CASE("a minimal value is an example, the default, the first choice, or the smallest of its type") {
    CHECK(minimal(R"({"type":"string","examples":["Ada"],"default":"Bob"})") == R"("Ada")");
    CHECK(minimal(R"({"type":"string","enum":["a","b"],"default":"b"})") == R"("b")");
    CHECK(minimal(R"({"type":"string","enum":["a","b"]})") == R"("a")");
    CHECK(minimal(R"({"type":"string","minLength":3})") == R"("xxx")");
    CHECK(minimal(R"({"type":"integer","minimum":7})") == "7");
    CHECK(minimal(R"({"type":"integer","maximum":-2})") == "-2");
    CHECK(minimal(R"({"type":"array","minItems":2,"items":{"type":"boolean"}})") == "[false,false]");
}

TEST_CASE("minimal arguments are valid by their schema") {
    const sdk::Json schema = sdk::Json::parse(R"({"type":"object","required":["o","n","l"],"properties":{
        "o":{"type":"object","required":["s"],"properties":{"s":{"type":"string","minLength":2}}},
        "n":{"type":"number","minimum":0.5},"l":{"type":"array","minItems":1,"items":{"type":"integer"}}}})");
    CHECK(sdk::Schema(schema).validate(minimal_value(schema)).empty());
}

TEST_CASE("calls from a file beside the library are made, with their own answers before the common ones") {
    CheckedPlugin plugin("sound");
    std::ofstream(calls_beside(plugin.options.library)) << R"({
        "answers": [{"to": "GET /original", "body": "common"}],
        "calls": [{"tool": "copy", "answers": [{"to": "GET /original", "body": {"own": 1}}]}, {"tool": "copy"}]})";
    const auto calls = read_calls(calls_beside(plugin.options.library));
    REQUIRE(calls);
    CHECK(calls->front().answers.front().answer.body == R"({"own":1})");
    CHECK(calls->back().answers.front().answer.body == "common");
    plugin.options.only = {"as_given"};
    CHECK(plugin.complaints() == tests::nothing);
}

TEST_CASE("a given call that does not succeed is found, unless it may fail") {
    CheckedPlugin plugin("sound");
    plugin.options.only = {"as_given"};
    const auto file = calls_beside(plugin.options.library);
    std::ofstream(file) << R"({"calls": [{"tool": "copy", "answers": [{"status": 500}]}]})";
    CHECK(plugin.complaints() == "as_given: fail");
    std::ofstream(file) << R"({"calls": [{"tool": "copy", "answers": [{"status": 500}], "may_fail": true}]})";
    CHECK(plugin.complaints() == tests::nothing);
}

TEST_CASE("a result that no call brought about is not called conforming") {
    CheckedPlugin plugin("sound");
    plugin.options.only = {"results"};
    std::ofstream(calls_beside(plugin.options.library)) << R"({"calls": [{"tool": "greet"}]})";
    const auto outcome = plugin.check().back();
    CHECK(outcome.finding.verdict == Verdict::skipped);
    CHECK(outcome.finding.detail.find("No call of copy, send succeeded") == 0);
}

TEST_CASE("mistakes in a file of calls are named with their place") {
    CHECK(mistake("[]") == " is not a JSON object with an array \"calls\".");
    CHECK(mistake(R"({"calls": []})") == ": \"calls\" is empty.");
    CHECK(mistake(R"({"calls": [{}]})") == ": /calls/0 names no tool.");
    CHECK(mistake(R"({"calls": [{"tool": "a", "argument": {}}]})") ==
          ": /calls/0 has the unknown member \"argument\".");
    CHECK(mistake(R"({"calls": [{"tool": "a", "answers": [{"status": 1000}]}]})") ==
          ": /calls/0/answers/0/status is no HTTP status.");
    CHECK(mistake(R"({"calls": [{"tool": "a"}], "answers": [{"body": {}, "to": 1}]})") ==
          ": /answers/0/to is not a text.");
}
