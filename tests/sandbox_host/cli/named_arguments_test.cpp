#include "sandbox_host/cli/named_arguments.hpp"

#include <catch2/catch.hpp>

#include <utility>

namespace alysio::sandbox::cli {
namespace {

constexpr std::string_view schema = R"({"type":"object","additionalProperties":false,"properties":{
    "object_name":{"type":"string"},"fields":{"type":"object"},"names":{"type":"array","items":{"type":"string"}},
    "count":{"type":"integer"},"share":{"type":"number"},"sure":{"type":"boolean"}}})";

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("words become arguments of the types that the schema says") {
    using Row = std::pair<Words, std::string>;
    const auto [words, json] = GENERATE(values<Row>({
        {{}, "{}"},
        {{"object_name=Account", "count=3"}, R"({"object_name":"Account","count":3})"},
        {{"object_name=12", "share=0.5", "sure=true"}, R"({"object_name":"12","share":0.5,"sure":true})"},
        {{"object_name=a=b \"c\""}, R"({"object_name":"a=b \"c\""})"},
        {{"object_name="}, R"({"object_name":""})"},
        {{"fields.Name=Acme", "fields.Zip=01234"}, R"({"fields":{"Name":"Acme","Zip":"01234"}})"},
        {{"fields.Fax:=null", "fields.Amount:=5.5"}, R"({"fields":{"Fax":null,"Amount":5.5}})"},
        {{"fields.Owner.Name=Ann"}, R"({"fields":{"Owner":{"Name":"Ann"}}})"},
        {{R"(fields={"Name":"Acme"})"}, R"({"fields":{"Name":"Acme"}})"},
        {{"names=Id, Name"}, R"({"names":["Id","Name"]})"},
        {{"names=Id", "names=Name"}, R"({"names":["Id","Name"]})"},
        {{R"(names=["a,b"])"}, R"({"names":["a,b"]})"},
    }));
    const auto result = named_arguments(words, schema);
    REQUIRE(result);
    CHECK(*result == json);
}

TEST_CASE("a word that cannot be an argument is refused with what it should have been") {
    using Row = std::pair<Words, std::string>;
    const auto [words, message] = GENERATE(values<Row>({
        {{"Account"}, "\"Account\" is neither name=value nor, alone, JSON"},
        {{"{}", "count=1"}, "\"{}\" is neither name=value nor, alone, JSON"},
        {{"count=many"}, "count is a whole number, and \"many\" is none"},
        {{"count=1.5"}, "count is a whole number, and \"1.5\" is none"},
        {{"sure=yes"}, "sure is true or false, and \"yes\" is none"},
        {{"share:=x"}, "share is JSON behind :=, and \"x\" is none"},
        {{"fields=Name"}, "fields is an object: write fields.NAME=VALUE for each of its members"},
        {{"objectname=Account"}, "the tool takes no \"objectname\"; did you mean object_name?"},
        {{"zzz=1"}, "the tool takes no \"zzz\"; it takes object_name, fields, names, count, share, sure"},
        {{"count=1", "count=2"}, "count is given twice"},
        {{"object_name=a", "object_name.b=c"}, "object_name.b stands inside of what has a value already"},
        {{"fields..a=c"}, "\"fields..a\" is no name"},
    }));
    const auto result = named_arguments(words, schema);
    REQUIRE_FALSE(result);
    CHECK(result.error().message == message);
}

TEST_CASE("JSON and a query are no name=value, a name with a value is") {
    CHECK(is_named_argument("query=SELECT Id"));
    CHECK(is_named_argument("fields.Name:=1"));
    CHECK_FALSE(is_named_argument(R"({"query":"a=b"})"));
    CHECK_FALSE(is_named_argument("SELECT Id WHERE a=b"));
    CHECK_FALSE(is_named_argument("=x"));
    CHECK_FALSE(is_named_argument("-"));
}

}  // namespace alysio::sandbox::cli
