#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

namespace get_object_fields_test {

using namespace alysio::salesforce::tests;

namespace {

const std::string tool = "salesforce_get_object_fields";

Json named(const Json& result, const std::string& name) {
    for (const Json& one : result["fields"]) {
        if (one["name"] == name) return one;
    }
    return Json();
}

std::string wide_object(int count) {
    std::vector<Json> fields;
    for (int i = 0; i < count; ++i) {
        fields.push_back(field("Field_" + std::to_string(i) + "__c", i % 2 == 0 ? "string" : "double"));
    }
    return describe("Wide__c", "a00", fields);
}

}  // namespace

TEST_CASE("An object's fields are told by their exceptions") {
    ToolFixture tools;
    const Json result = tools.call(tool, {{"object_name", "Account"}});
    CHECK(result["object"] == Json({{"name", "Account"},
                                    {"label", "Account"},
                                    {"key_prefix", "001"},
                                    {"can", {"query", "create", "update"}}}));
    CHECK(result["field_count"] == 10);
    CHECK(result["returned"] == 10);
    CHECK(named(result, "Name") == Json({{"name", "Name"}, {"type", "string"}, {"required", true}, {"length", 255}}));
    CHECK(named(result, "AnnualRevenue") ==
          Json({{"name", "AnnualRevenue"}, {"type", "currency"}, {"precision", 18}, {"scale", 0}}));
    CHECK(named(result, "ARR__c")["label"] == "Annual Recurring Revenue");
    CHECK(named(result, "Id")["read_only"] == true);
    CHECK(named(result, "OwnerId") ==
          Json({{"name", "OwnerId"}, {"type", "reference"}, {"reference_to", {"User"}}, {"relationship", "Owner"}}));
    CHECK(named(result, "Rating")["values"] ==
          Json::array({{{"value", "Hot"}}, {{"value", "Warm"}}, {{"value", "Cold"}}}));
}

TEST_CASE("Who and when come with every answer, and are asked for once") {
    ToolFixture tools;
    CallOptions options = ToolFixture::default_options();
    options.time_zone.clear();
    const Json first = tools.call(tool, {{"object_name", "Account"}}, options);
    // 2026-05-28T20:26:40Z
    CHECK(first["context"] == Json({{"user_id", "005dM00000abcdeQAA"},
                                    {"user_name", "Ann Lee"},
                                    {"time_zone", "America/New_York"},
                                    {"today", "2026-05-28"},
                                    {"multi_currency", false},
                                    {"person_accounts", false}}));
    CHECK(tools.requests.size() == 4);
    const Json second = tools.call(tool, {{"object_name", "Account"}}, options);
    CHECK(second["context"] == first["context"]);
    CHECK(tools.requests.empty());
}

TEST_CASE("What the host knows of the user is not asked again, and today is the user's") {
    ToolFixture tools;
    CallOptions options = ToolFixture::default_options();
    options.time_zone = "Asia/Tokyo";
    options.connection =
        R"({"user_id":"005dM00000zzzzzQAA","user_name":"Bo","multi_currency":true,"person_accounts":true,"currency":"EUR"})";
    const Json result = tools.call(tool, {{"object_name", "Account"}}, options);
    CHECK(result["context"]["today"] == "2026-05-29");
    CHECK(result["context"]["currency"] == "EUR");
    CHECK(tools.asked() == std::vector<std::string>{"GET /sobjects/Account/describe"});
}

TEST_CASE("What cannot be learnt about the user is left out") {
    ToolFixture tools;
    tools.org.answers["GET /"] = refusal(403, "INSUFFICIENT_ACCESS", "no");
    const Json result = tools.call(tool, {{"object_name", "Account"}});
    CHECK(tools.succeeded);
    CHECK(result["context"] ==
          Json({{"time_zone", "Europe/Berlin"}, {"today", "2026-05-28"}, {"person_accounts", false}}));
}

TEST_CASE("A search finds fields by name, label, initials of the label and help text") {
    ToolFixture tools;
    const auto [search, found] = GENERATE(table<std::string, std::vector<std::string>>({
        {"ARR", {"ARR__c"}},
        {"annual revenue", {"AnnualRevenue", "ARR__c"}},
        {"recurring revenue", {"ARR__c"}},
        {"revenue", {"AnnualRevenue", "ARR__c"}},
        {"phone", {"Phone"}},
    }));
    const Json result = tools.call(tool, {{"object_name", "Account"}, {"search", search}});
    std::vector<std::string> names;
    for (const Json& one : result["fields"]) names.push_back(one["name"]);
    INFO(search);
    CHECK(names == found);
    CHECK(result["field_count"] == 10);
}

TEST_CASE("A search that finds nothing names what is near") {
    ToolFixture tools;
    const Json result = tools.call(tool, {{"object_name", "Account"}, {"search", "Indutsry"}});
    CHECK(result["returned"] == 0);
    CHECK_THAT(result["warnings"][0].get<std::string>(), Catch::Contains("Industry"));
}

TEST_CASE("Only named picklists tell all their values, and which of them depend on what") {
    ToolFixture tools;
    std::vector<std::string> many;
    for (int i = 0; i < 30; ++i) many.push_back("v" + std::to_string(i));
    Json state =
        picklist("State", {"CA", "NY", "Bavaria"}, {{"dependentPicklist", true}, {"controllerName", "Country"}});
    state["picklistValues"][0]["validFor"] = "gA==";  // bit 0
    state["picklistValues"][1]["validFor"] = "gAAA";  // bit 0
    state["picklistValues"][2]["validFor"] = "QA==";  // bit 1
    state["picklistValues"][1]["active"] = false;
    tools.org.answers["GET /sobjects/Place__c/describe"] = Answer::json(
        describe("Place__c", "a01", {picklist("Many", many), picklist("Country", {"US", "Germany"}), state}));

    const Json all = tools.call(tool, {{"object_name", "Place__c"}});
    CHECK(named(all, "Many")["values"].size() == 25);
    CHECK(named(all, "Many")["value_count"] == 30);
    CHECK(named(all, "State")["values"].size() == 2);
    CHECK(named(all, "State")["controlling_field"] == "Country");
    CHECK_FALSE(named(all, "State").contains("values_by_controlling"));

    const Json some = tools.call(tool, {{"object_name", "Place__c"}, {"fields", {"many", "State"}}});
    CHECK(named(some, "Many")["values"].size() == 30);
    CHECK(named(some, "State")["values_by_controlling"] == Json({{"US", {"CA"}}, {"Germany", {"Bavaria"}}}));
}

TEST_CASE("A very wide object is told by name and type, page by page") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/Wide__c/describe"] = Answer::json(wide_object(800));
    Json first = tools.call(tool, {{"object_name", "Wide__c"}});
    CHECK(first["field_count"] == 800);
    CHECK(first["returned"] == 200);
    CHECK(first["next_offset"] == 200);
    CHECK(first["fields_by_type"]["string"].size() == 100);
    CHECK(first["fields_by_type"]["double"][0] == "Field_1__c");
    CHECK(first.dump().size() < 20'000);
    const Json last = tools.call(tool, {{"object_name", "Wide__c"}, {"offset", 600}});
    CHECK(last["fields_by_type"]["string"][0] == "Field_600__c");
    CHECK_FALSE(last.contains("next_offset"));
    const Json beyond = tools.call(tool, {{"object_name", "Wide__c"}, {"offset", 5000}});
    CHECK(beyond["returned"] == 0);
    const Json searched = tools.call(tool, {{"object_name", "Wide__c"}, {"search", "Field 799"}});
    CHECK(named(searched, "Field_799__c")["type"] == "double");
}

TEST_CASE("Fields that do not exist are told with their neighbours") {
    ToolFixture tools;
    const Json none = tools.call(tool, {{"object_name", "Opportunity"}, {"fields", {"Stage"}}});
    CHECK(none["error"]["code"] == "unknown_field");
    CHECK(none["error"]["did_you_mean"] == Json::array({"StageName"}));
    const Json one = tools.call(tool, {{"object_name", "Opportunity"}, {"fields", {"Amount", "Stage"}}});
    CHECK(one["returned"] == 1);
    CHECK_THAT(one["warnings"][0].get<std::string>(), Catch::Contains("StageName"));
}

TEST_CASE("An object that does not exist is unknown_object with its neighbours, in one small query") {
    ToolFixture tools;
    tools.org.queries.emplace_back("LIKE 'In%'",
                                   row({{"records", {{{"QualifiedApiName", "Invoice__c"}, {"Label", "Invoice"}}}}}));
    const auto [written, meant] = GENERATE(table<std::string, std::string>({{"Oportunity", "Opportunity"},
                                                                            {"accounts", "Account"},
                                                                            {"Invoice", "Invoice__c"},
                                                                            {"Invoices", "Invoice__c"}}));
    const Json result = tools.call(tool, {{"object_name", written}});
    INFO(result.dump());
    CHECK(result["error"]["code"] == "unknown_object");
    CHECK(result["error"]["did_you_mean"][0] == meant);
    CHECK(tools.requests.size() == 2);
}

TEST_CASE("A search alone finds objects by name and by label, and never lists them all") {
    ToolFixture tools;
    tools.org.queries.emplace_back("WHERE QualifiedApiName LIKE '%invoice%'",
                                   row({{"records",
                                         {{{"QualifiedApiName", "Invoice_Line__c"}, {"Label", "Invoice Line"}},
                                          {{"QualifiedApiName", "Invoice__c"}, {"Label", "Invoice"}}}}}));
    tools.org.queries.emplace_back("WHERE Label LIKE '%invoice%'",
                                   row({{"records",
                                         {{{"QualifiedApiName", "Bill__c"}, {"Label", "Supplier invoice"}},
                                          {{"QualifiedApiName", "Invoice__c"}, {"Label", "Invoice"}}}}}));
    const Json result = tools.call(tool, {{"search", "invoices"}});
    CHECK(result["objects"][0]["name"] == "Invoice__c");
    CHECK(result["objects"].size() == 3);
}

TEST_CASE("Text from a search cannot leave its quotes") {
    ToolFixture tools;
    tools.call(tool, {{"search", "x' OR Label LIKE '%_\\"}});
    CHECK_THAT(tools.requests.at(0).query_value("q"),
               Catch::Contains(R"( LIKE '%x\'%OR%Label%LIKE%\'\%\_\\%' LIMIT 200)"));
}

TEST_CASE("Child relationships and record types come when they are wanted") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/Parent__c/describe"] = Answer::json(
        describe("Parent__c", "a02", {field("Name", "string")},
                 {{"childRelationships",
                   {{{"relationshipName", "Parts__r"}, {"childSObject", "Part__c"}, {"field", "Parent__c"}},
                    {{"relationshipName", nullptr}, {"childSObject", "X"}, {"field", "Y"}}}},
                  {"recordTypeInfos",
                   {{{"master", true}, {"name", "Master"}},
                    {{"master", false},
                     {"available", true},
                     {"name", "Big"},
                     {"developerName", "Big"},
                     {"recordTypeId", "012dM00003kRs59QAC"},
                     {"defaultRecordTypeMapping", true}}}}}));
    const Json result =
        tools.call(tool, {{"object_name", "Parent__c"}, {"include", {"child_relationships", "record_types"}}});
    CHECK(result["child_relationships"] == Json::array({"Parts__r (Part__c.Parent__c)"}));
    CHECK(result["record_types"] == Json::array({"Big (012dM00003kRs59QAC, default)"}));
}

TEST_CASE("A zone that cannot be read is called unknown, and the day is said to be UTC's") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/User/005dM00000abcdeQAA"] = refusal(404, "NOT_FOUND", "hidden");
    CallOptions options = ToolFixture::default_options();
    options.time_zone = "";
    const Json result = tools.call("salesforce_get_object_fields", {{"object_name", "Account"}}, options);
    CHECK(result["context"]["time_zone"] == "unknown");
    CHECK_THAT(result["warnings"].dump(), Catch::Contains("is the day in UTC"));
}

}  // namespace get_object_fields_test
