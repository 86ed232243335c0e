#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce::tests;

namespace {

std::vector<std::string> pointers(const Json& result) {
    std::vector<std::string> found;
    for (const Json& violation : result["error"]["violations"]) found.push_back(violation["pointer"]);
    return found;
}

}  // namespace

TEST_CASE("Everything that is wrong with the arguments is told at once, and nothing is asked") {
    ToolFixture tools;
    const Json result = tools.call("salesforce_update_record", {{"object_name", "No Such"},
                                                                {"record_id", "123"},
                                                                {"fields", {{"Id", "x"}, {"a$b", 1}}},
                                                                {"colour", "red"},
                                                                {"if_unmodified_since", "yesterday"}});
    CHECK(result["error"]["code"] == "invalid_arguments");
    CHECK(result["error"]["outcome"] == "not_sent");
    CHECK(pointers(result) == std::vector<std::string>{"/colour", "/object_name", "/record_id", "/fields/Id",
                                                       "/fields/a$b", "/if_unmodified_since"});
    CHECK_THAT(result["error"]["guidance"].get<std::string>(),
               Catch::Contains("Example: {\"object_name\":\"Opportunity\""));
    CHECK(tools.requests.empty());
}

TEST_CASE("Invalid arguments of any tool cause no request") {
    ToolFixture tools;
    const auto [tool, arguments] = GENERATE(table<std::string, std::string>({
        {"salesforce_get_object_fields", "{}"},
        {"salesforce_get_object_fields", R"({"object_name":"Acc/ount"})"},
        {"salesforce_get_object_fields", R"({"object_name":"Account","offset":-1})"},
        {"salesforce_get_record", "{}"},
        {"salesforce_get_record", "[]"},
        {"salesforce_get_record", "{"},
        {"salesforce_get_record",
         R"({"object_name":"Account","record_id":"001dM00003kRs59QAC","fields":["Name FROM User"]})"},
        {"salesforce_get_record", R"({"object_name":"Account","record_id":"001dM00003kRs59QAC","fields":"Name"})"},
        {"salesforce_create_record", R"({"object_name":"Account","fields":{}})"},
        {"salesforce_create_record", R"({"object_name":"Account","fields":{"Name":"a","NAME":"b"}})"},
        {"salesforce_create_record", R"({"object_name":"Account","fields":"no JSON"})"},
        {"salesforce_update_record",
         R"({"object_name":"Account","record_id":"001dM00003kRs59QAC","fields":{"CreatedDate":"x"}})"},
        {"salesforce_generate_record_url", R"({"object_name":"Account","record_id":"001"})"},
    }));
    INFO(tool << " " << arguments);
    const Json result = tools.call_text(tool, arguments);
    CHECK(result["error"]["code"] == "invalid_arguments");
    CHECK_FALSE(result["error"]["violations"].empty());
    CHECK(tools.requests.empty());
}

TEST_CASE("Arguments that are wrong in a thousand places are answered with the first twenty") {
    ToolFixture tools;
    Json arguments = {{"object_name", "Account"}, {"record_id", "001dM00003kRs59QAC"}};
    for (int i = 0; i < 1'000; ++i) arguments["odd" + std::to_string(i)] = i;
    const Json result = tools.call("salesforce_get_record", arguments);
    CHECK(result["error"]["violations"].size() == 20);
    CHECK_THAT(result["error"]["message"].get<std::string>(),
               Catch::Contains("in 1000 places, of which the first 20 are listed"));
}

TEST_CASE("An optional argument that is null counts as absent, and an object sent as text is decoded") {
    ToolFixture tools;
    tools.org.answers["POST /sobjects/Account"] = row({{"id", account_id}, {"success", true}});
    const Json result = tools.call_text(
        "salesforce_create_record",
        R"({"object_name":"Account","fields":"{\"Name\":\"Acme\",\"ARR__c\":100.00}","allow_duplicates":null})");
    CHECK(result["id"] == account_id);
    CHECK(tools.requests.back().body == R"({"Name":"Acme","ARR__c":100.00})");
}

TEST_CASE("A name in place of an id is answered with the query that finds the record") {
    ToolFixture tools;
    const Json result =
        tools.call("salesforce_get_record", {{"object_name", "Case"}, {"record_id", "O'Hara's printer"}});
    CHECK_THAT(
        result["error"]["violations"][0]["message"].get<std::string>(),
        Catch::Contains("16 characters; must be 15 or 18") &&
            Catch::Contains(R"(SELECT Id, CaseNumber FROM Case WHERE CaseNumber = 'O\'Hara\'s printer' LIMIT 5)"));
}

TEST_CASE("A part of an id asks for the whole, and no query looks for a name made of it") {
    ToolFixture tools;
    const Json result =
        tools.call("salesforce_get_record", {{"object_name", "Account"}, {"record_id", "001dM00003kRs5"}});
    const std::string message = result["error"]["violations"][0]["message"];
    CHECK_THAT(message, Catch::Contains("14 characters; must be 15 or 18") && Catch::Contains("whole id"));
    CHECK_THAT(message, !Catch::Contains("SELECT"));
}

TEST_CASE("A lost letter case is repaired for reading and refused for writing") {
    ToolFixture tools;
    const Json link =
        tools.call("salesforce_generate_record_url", {{"object_name", "Account"}, {"record_id", "001DM00003KRS59QAC"}});
    CHECK(link["id"] == account_id);
    CHECK(link["warnings"].size() == 1);
    const Json change =
        tools.call("salesforce_update_record",
                   {{"object_name", "Account"}, {"record_id", "001DM00003KRS59QAC"}, {"fields", {{"Phone", "1"}}}});
    CHECK(change["error"]["did_you_mean"] == Json::array({account_id}));
    CHECK(tools.requests.empty());
}

TEST_CASE("The preview of a tool that only reads changes nothing and asks nothing") {
    ToolFixture tools;
    const Json result = tools.call("salesforce_get_record", {{"object_name", "Account"}, {"record_id", account_id}},
                                   ToolFixture::preview());
    CHECK(result == Json({{"title", "Salesforce: get record"}, {"changes", Json::array()}}));
    CHECK(tools.requests.empty());
}

TEST_CASE("The org's API budget is told from 80 percent on") {
    const auto [header, told] =
        GENERATE(table<std::string, bool>({{"api-usage=11999/15000", false}, {"api-usage=12000/15000", true}}));
    ToolFixture tools;
    Answer record = row({{"Id", account_id}});
    record.headers.emplace_back("sforce-limit-info", header);
    tools.org.answers["GET /sobjects/Account/" + account_id] = record;
    const Json result = tools.call("salesforce_get_record", {{"object_name", "Account"}, {"record_id", account_id}});
    CHECK(result.contains("api_usage") == told);
    if (told) CHECK(result["api_usage"] == Json({{"used", 12000}, {"limit", 15000}}));
}
