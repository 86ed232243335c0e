// The nineteen requests that the product exists for, as a good model would send them: through the real command line, the real
// plugin and real HTTP to a running org. A further test walks the links.

#include "test_sandbox.hpp"

#include <catch2/catch.hpp>

#include <ctime>
#include <functional>
#include <set>

using alysio::e2e::fetch;
using alysio::e2e::Json;
using alysio::e2e::TestSandbox;

namespace {

constexpr const char* query_tool = "salesforce_run_soql_query";
constexpr const char* fields_tool = "salesforce_get_object_fields";
constexpr const char* get_tool = "salesforce_get_record";
constexpr const char* create_tool = "salesforce_create_record";
constexpr const char* update_tool = "salesforce_update_record";
constexpr const char* link_tool = "salesforce_generate_record_url";

Json soql(const char* text) {
    return {{"query", text}};
}

/// The date `days` from today, in the machine's zone.
std::string date_in(int days) {
    const std::time_t then = std::time(nullptr) + days * 86'400L;
    std::tm parts{};
    localtime_r(&then, &parts);
    char text[16];
    std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
    return text;
}

std::string next_friday() {
    const std::time_t now = std::time(nullptr);
    std::tm today{};
    localtime_r(&now, &today);
    constexpr int friday = 5;
    const int ahead = (friday - today.tm_wday + 7) % 7;
    return date_in(ahead == 0 ? 7 : ahead);
}

std::string an_account() {
    return TestSandbox::get().id_of("SELECT Id FROM Account ORDER BY Name LIMIT 1");
}
std::string a_contact() {
    return TestSandbox::get().id_of("SELECT Id FROM Contact ORDER BY Name LIMIT 1");
}
std::string an_opportunity() {
    return TestSandbox::get().id_of("SELECT Id FROM Opportunity WHERE IsClosed = false ORDER BY Name LIMIT 1");
}

Json record(const char* object, const std::string& id) {
    return {{"object_name", object}, {"record_id", id}};
}

void every_row_has_a_link(const Json& result) {
    REQUIRE_FALSE(result["records"].empty());
    for (const Json& row : result["records"]) {
        CHECK(row["record_url"].get<std::string>().find("/lightning/r/") != std::string::npos);
    }
}

void opens(const Json& result, const char* object) {
    const std::string url = result["record_url"];
    CHECK(url.find(std::string("/lightning/r/") + object + "/") != std::string::npos);
    CHECK(fetch(url).status == 200);
}

/// What the org holds of a record after a write.
Json stored(const char* object, const std::string& id) {
    return TestSandbox::get().result(get_tool, record(object, id))["record"];
}

const Json* find_field(const Json& result, const std::string& name) {
    for (const Json& field : result["fields"]) {
        if (field["name"] == name) return &field;
    }
    return nullptr;
}

struct Request {
    const char* asked;
    const char* tool;
    std::function<Json()> arguments;
    std::function<void(const Json& arguments, const Json& result)> expect;
    const char* user = "admin";
};

const std::vector<Request> requests{
    {"List my top 10 accounts by ARR", query_tool,
     [] {
         return soql(
             "SELECT Id, Name, ARR__c FROM Account USING SCOPE mine WHERE ARR__c != null "
             "ORDER BY ARR__c DESC NULLS LAST LIMIT 10");
     },
     [](const Json&, const Json& result) {
         every_row_has_a_link(result);
         CHECK(result["records"].size() <= 10);
         double last = 1e18;
         for (const Json& row : result["records"]) {
             CHECK(row["ARR__c"].get<double>() <= last);
             last = row["ARR__c"];
         }
     },
     "rep"},
    {"How many open opportunities close this quarter", query_tool,
     [] { return soql("SELECT COUNT() FROM Opportunity WHERE IsClosed = false AND CloseDate = THIS_QUARTER"); },
     [](const Json&, const Json& result) {
         CHECK(result["total_size"] >= 1);
         CHECK(result["complete"] == true);
     }},
    {"Show opportunities closing this month by stage", query_tool,
     [] {
         return soql(
             "SELECT StageName, COUNT(Id) deals, SUM(Amount) amount FROM Opportunity WHERE CloseDate = THIS_MONTH "
             "GROUP BY StageName ORDER BY StageName");
     },
     [](const Json&, const Json& result) {
         std::set<std::string> stages;
         for (const Json& row : result["records"]) {
             CHECK(row["deals"] >= 1);
             CHECK(stages.insert(row["StageName"]).second);
             CHECK_FALSE(row.contains("record_url"));
         }
         CHECK_FALSE(stages.empty());
     }},
    {"What fields exist on Opportunity", fields_tool,
     [] {
         return Json{{"object_name", "Opportunity"}};
     },
     [](const Json&, const Json& result) {
         for (const char* name : {"Name", "StageName", "CloseDate", "Amount", "AccountId", "OwnerId"}) {
             INFO(name);
             CHECK(find_field(result, name) != nullptr);
         }
         CHECK(result["context"]["user_id"].get<std::string>().rfind("005", 0) == 0);
     }},
    {"Show picklist values for StageName", fields_tool,
     [] {
         return Json{{"object_name", "Opportunity"}, {"fields", {"StageName"}}};
     },
     [](const Json&, const Json& result) {
         const Json* stage = find_field(result, "StageName");
         REQUIRE(stage != nullptr);
         CHECK(stage->dump().find("Negotiation/Review") != std::string::npos);
     }},
    {"Describe the Account object", fields_tool,
     [] {
         return Json{{"object_name", "Account"}};
     },
     [](const Json&, const Json& result) {
         CHECK(result["object"]["name"] == "Account");
         CHECK(result["object"]["key_prefix"] == "001");
         CHECK(find_field(result, "ARR__c") != nullptr);
     }},
    {"Get Account 001…", get_tool, [] { return record("Account", an_account()); },
     [](const Json& arguments, const Json& result) {
         CHECK(result["id"] == arguments["record_id"]);
         CHECK_FALSE(result["record"]["Name"].get<std::string>().empty());
         opens(result, "Account");
     }},
    {"Show me this Contact in Salesforce", link_tool, [] { return record("Contact", a_contact()); },
     [](const Json&, const Json& result) { opens(result, "Contact"); }},
    {"Open Opportunity 006…", link_tool, [] { return record("Opportunity", an_opportunity()); },
     [](const Json&, const Json& result) { opens(result, "Opportunity"); }},
    {"Create a new Lead for Acme with this email", create_tool,
     [] {
         return Json{
             {"object_name", "Lead"},
             {"fields",
              {{"FirstName", "Wile"}, {"LastName", "Coyote"}, {"Company", "Acme"}, {"Email", "wile@acme.example"}}}};
     },
     [](const Json&, const Json& result) {
         CHECK(stored("Lead", result["id"])["Email"] == "wile@acme.example");
         opens(result, "Lead");
     }},
    {"Create a Task to follow up tomorrow", create_tool,
     [] {
         return Json{
             {"object_name", "Task"},
             {"fields", {{"Subject", "Follow up"}, {"ActivityDate", date_in(1)}, {"WhatId", an_opportunity()}}}};
     },
     [](const Json& arguments, const Json& result) {
         CHECK(stored("Task", result["id"])["ActivityDate"] == arguments["fields"]["ActivityDate"]);
     }},
    {"Log an Event for this meeting", create_tool,
     [] {
         return Json{{"object_name", "Event"},
                     {"fields",
                      {{"Subject", "Kick-off"},
                       {"StartDateTime", date_in(0) + "T09:00:00Z"},
                       {"EndDateTime", date_in(0) + "T10:00:00Z"},
                       {"WhoId", a_contact()}}}};
     },
     [](const Json&, const Json& result) { CHECK(stored("Event", result["id"])["Subject"] == "Kick-off"); }},
    {"Update this opportunity stage to Negotiation", update_tool,
     [] {
         Json arguments = record("Opportunity", an_opportunity());
         arguments["fields"] = {{"StageName", "Negotiation/Review"}};
         return arguments;
     },
     [](const Json& arguments, const Json& result) {
         CHECK(stored("Opportunity", arguments["record_id"])["StageName"] == "Negotiation/Review");
         opens(result, "Opportunity");
     }},
    {"Change the Account phone number", update_tool,
     [] {
         Json arguments = record("Account", an_account());
         arguments["fields"] = {{"Phone", "+49 30 901820"}};
         return arguments;
     },
     [](const Json& arguments, const Json&) {
         CHECK(stored("Account", arguments["record_id"])["Phone"] == "+49 30 901820");
     }},
    {"Set close date to next Friday", update_tool,
     [] {
         Json arguments = record("Opportunity", an_opportunity());
         arguments["fields"] = {{"CloseDate", next_friday()}};
         return arguments;
     },
     [](const Json& arguments, const Json&) {
         CHECK(stored("Opportunity", arguments["record_id"])["CloseDate"] == next_friday());
     }},
    {"Give me a link to this opportunity", link_tool, [] { return record("Opportunity", an_opportunity()); },
     [](const Json&, const Json& result) { opens(result, "Opportunity"); }},
    {"Open this account in Salesforce", link_tool, [] { return record("Account", an_account()); },
     [](const Json&, const Json& result) { opens(result, "Account"); }},
    {"Share the record URL", link_tool,
     [] { return record("Lead", TestSandbox::get().id_of("SELECT Id FROM Lead LIMIT 1")); },
     [](const Json&, const Json& result) { opens(result, "Lead"); }},
    {"Show me all open opportunities closing this month", query_tool,
     [] {
         return soql(
             "SELECT Id, Name, Account.Name, Amount, CloseDate FROM Opportunity "
             "WHERE IsClosed = false AND CloseDate = THIS_MONTH ORDER BY CloseDate");
     },
     [](const Json&, const Json& result) {
         every_row_has_a_link(result);
         CHECK(result["complete"] == true);
         CHECK(result["total_size"] == result["records"].size());
     }},
};

}  // namespace

TEST_CASE("the requests that the product exists for work literally") {
    const std::size_t row = GENERATE(range(std::size_t{0}, requests.size()));
    const Request& request = requests[row];
    DYNAMIC_SECTION(request.asked) {
        const Json arguments = request.arguments();
        const Json result = TestSandbox::get().result(request.tool, arguments, {"--user", request.user});
        INFO(result.dump(2));
        request.expect(arguments, result);
    }
}

TEST_CASE("a stage that the org does not have is refused with the one that was meant") {
    Json arguments = record("Opportunity", an_opportunity());
    arguments["fields"] = {{"StageName", "Negotiation"}};
    const auto finished = TestSandbox::get().call(update_tool, arguments);
    INFO(finished.out << finished.err);
    CHECK(finished.exit_code == 1);
    const Json error = finished.json()["error"];
    CHECK(error["code"] == "validation_failed");
    CHECK(error["did_you_mean"][0] == "Negotiation/Review");
}

TEST_CASE("the open pipeline, largest first, comes with a link on each of ten rows") {
    const Json result =
        TestSandbox::get().result(query_tool, soql("SELECT Id, Name, Account.Name FROM Opportunity "
                                                   "WHERE IsClosed = false ORDER BY Amount DESC LIMIT 10"));
    CHECK(result["records"].size() == 10);
    every_row_has_a_link(result);
}
