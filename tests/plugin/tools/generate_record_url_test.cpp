#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

namespace generate_record_url_test {

using namespace alysio::salesforce::tests;

namespace {

const std::string tool = "salesforce_generate_record_url";
const std::string lightning = "https://acme.lightning.force.com/lightning/r/";

}  // namespace

TEST_CASE("A link asks Salesforce nothing") {
    ToolFixture tools;
    const Json result = tools.call(tool, {{"object_name", "Opportunity"}, {"record_id", "006dM00000AbCdE"}});
    CHECK(result == Json({{"record_url", lightning + "Opportunity/" + opportunity_id + "/view"},
                          {"object_name", "Opportunity"},
                          {"id", opportunity_id}}));
    CHECK(tools.requests.empty());
}

TEST_CASE("An object that contradicts a well-known prefix is corrected, with a warning") {
    ToolFixture tools;
    const auto [object, id, linked, url, warns] =
        GENERATE(table<std::string, std::string, std::string, std::string, bool>({
            {"Contact", account_id, "Account", lightning + "Account/" + account_id + "/view", true},
            {"account", account_id, "Account", lightning + "Account/" + account_id + "/view", false},
            {"PersonAccount", account_id, "Account", lightning + "Account/" + account_id + "/view", false},
            {"Account", "a0D30000001n7Pi", "Account", "https://acme.my.salesforce.com/a0D30000001n7PiEAI", true},
            {"Invoice__c", "a0D30000001n7Pi", "Invoice__c", lightning + "Invoice__c/a0D30000001n7PiEAI/view", false},
            {"AccountHistory", account_id, "AccountHistory", "", true},
            {"Rate__mdt", "m00dM00003kRs59", "Rate__mdt", "", true},
        }));
    INFO(object << " " << id);
    const Json result = tools.call(tool, {{"object_name", object}, {"record_id", id}});
    CHECK(result["object_name"] == linked);
    CHECK(result.value("record_url", "") == url);
    CHECK(result.contains("warnings") == warns);
}

TEST_CASE("Where the host says nothing, the link is learnt from one describe and remembered") {
    ToolFixture tools;
    CallOptions nowhere;
    const Json first = tools.call(tool, {{"object_name", "Account"}, {"record_id", account_id}}, nowhere);
    CHECK(first["record_url"] == lightning + "Account/" + account_id + "/view");
    CHECK(tools.asked() == std::vector<std::string>{"GET /sobjects/Account/describe"});
    const Json second = tools.call(tool, {{"object_name", "Opportunity"}, {"record_id", opportunity_id}}, nowhere);
    CHECK(second["record_url"] == lightning + "Opportunity/" + opportunity_id + "/view");
    CHECK(tools.requests.empty());
}

TEST_CASE("Without any address there is no link but a warning") {
    ToolFixture tools;
    const Json result = tools.call(tool, {{"object_name", "Lead"}, {"record_id", "00QdM00003kRs59"}}, CallOptions());
    CHECK_FALSE(result.contains("record_url"));
    CHECK_THAT(result["warnings"][0].get<std::string>(), Catch::Contains("No link"));
}

TEST_CASE("A web URL other than the instance's own is used as it is, and a private host too") {
    ToolFixture tools;
    const auto [web, instance, url] = GENERATE(table<std::string, std::string, std::string>({
        {"https://acme.my.salesforce.com", "https://acme.my.salesforce.com", lightning},
        {"", "https://acme.my.salesforce.com", lightning},
        {"https://portal.my.salesforce.com", "https://acme.my.salesforce.com",
         "https://portal.my.salesforce.com/lightning/r/"},
        {"http://127.0.0.1:8080", "", "http://127.0.0.1:8080/lightning/r/"},
    }));
    CallOptions options;
    options.web_url = web;
    if (!instance.empty()) options.connection = Json({{"instance_url", instance}}).dump();
    const Json result = tools.call(tool, {{"object_name", "Account"}, {"record_id", account_id}}, options);
    CHECK(result["record_url"] == url + "Account/" + account_id + "/view");
}

}  // namespace generate_record_url_test
