#include "tests/sandbox_host/org/demo.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

TEST_CASE("a refused create says what Salesforce would say") {
    DemoTenant org;
    const auto [object, body, code, message] = GENERATE(table<std::string, std::string, std::string, std::string>({
        {"Contact", "{}", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]"},
        {"Contact", R"({"LastName":"  "})", "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]"},
        {"Contact", R"({"LastName":"x","Email":"nobody@nowhere"})", "INVALID_EMAIL_ADDRESS",
         "Email: invalid email address: nobody@nowhere"},
        {"Contact", R"({"LastName":"x","Birthdate":""})", "JSON_PARSER_ERROR",
         "Cannot deserialize instance of date from VALUE_STRING value  or request may be missing a required field at "
         "[line:1, column:2]"},
        {"Contact", R"({"LastName":"x","Languages__c":"English;Klingon"})", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
         "Languages: bad value for restricted picklist field: Klingon"},
        {"Contact", R"({"LastName":"x","AccountId":"abc"})", "MALFORMED_ID",
         "Account ID: id value of incorrect type: abc"},
        {"Contact", R"({"LastName":"x","AccountId":"003Sb0000000001IAA"})", "MALFORMED_ID",
         "Account ID: id value of incorrect type: 003Sb0000000001IAA"},
        {"Contact", R"({"LastName":"x","AccountId":"001Sb0000000zzzIAA"})", "INVALID_CROSS_REFERENCE_KEY",
         "invalid cross reference id"},
        {"Contact", R"({"LastName":"x","DoNotCall":null})", "INVALID_TYPE_ON_FIELD_IN_RECORD",
         "Do Not Call: value not of required type: "},
        {"Account", R"({"Name":"x","AccountNumer":"1"})", "INVALID_FIELD",
         "No such column 'AccountNumer' on sobject of type Account"},
        {"Account", R"({"Id":"001Sb0000000001IAA","Name":"x"})", "INVALID_FIELD_FOR_INSERT_UPDATE",
         "cannot specify Id in an insert call"},
        {"Account", R"({"Name":"x","CreatedDate":"2020-01-01T00:00:00Z","IsDeleted":true})",
         "INVALID_FIELD_FOR_INSERT_UPDATE",
         "Unable to create/update fields: CreatedDate, IsDeleted. Please check the security settings of this field and "
         "verify that it is read/write for your profile or permission set."},
        {"Account", R"({"Name":"x","Customer_Number__c":"c-1001"})", "DUPLICATE_VALUE",
         "duplicate value found: Customer_Number__c duplicates value on record with id: 001Sb0000000001"},
        {"Account", R"({"Name":"x","ARR__c":1e15})", "NUMBER_OUTSIDE_VALID_RANGE",
         "ARR: value outside of valid range on numeric field: 1.0E15"},
        {"Account", R"({"Name":"x","NumberOfEmployees":1.5})", "JSON_PARSER_ERROR",
         "Cannot deserialize instance of int from VALUE_NUMBER_FLOAT value 1.5 or request may be missing a required "
         "field at [line:1, column:13]"},
        {"Account", R"({"Name":"x","NumberOfEmployees":123456789})", "NUMBER_OUTSIDE_VALID_RANGE",
         "Employees: value outside of valid range on numeric field: 123456789"},
        {"Account", R"({"Name":["x"]})", "JSON_PARSER_ERROR",
         "Cannot deserialize instance of string from START_ARRAY value [ or request may be missing a required field at "
         "[line:1, column:2]"},
        {"Opportunity", R"({"Name":"x","StageName":"Prospecting","CloseDate":"2026-05-30","Region__c":"Moon"})",
         "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Region: bad value for restricted picklist field: Moon"},
        {"Opportunity",
         R"({"Name":"x","StageName":"Prospecting","CloseDate":"2026-05-30","Region__c":"EMEA","Country__c":"US"})",
         "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Country: bad value for restricted picklist field: US"},
        {"Opportunity", R"({"Name":"x"})", "REQUIRED_FIELD_MISSING",
         "Required fields are missing: [StageName, CloseDate]"},
        {"Opportunity", R"({"Name":"x","StageName":"Prospecting","CloseDate":"2026-02-30"})", "JSON_PARSER_ERROR",
         "Cannot deserialize instance of date from VALUE_STRING value 2026-02-30 or request may be missing a required "
         "field at [line:1, column:2]"},
        {"Event", R"({"Subject":"Meeting","StartDateTime":"2026-05-18T10:00:00Z"})", "REQUIRED_FIELD_MISSING",
         "Required fields are missing: [EndDateTime, DurationInMinutes]"},
        {"Event", R"({"Subject":"Meeting","DurationInMinutes":30})", "REQUIRED_FIELD_MISSING",
         "Required fields are missing: [StartDateTime]"},
        {"Event", R"({"StartDateTime":"2026-05-18T10:00:00Z","EndDateTime":"2026-05-18T09:00:00Z"})",
         "FIELD_INTEGRITY_EXCEPTION", "Event end must not be before its start"},
        {"Milestone__c", R"({"Name":"x","Due_Date__c":"2026-06-01"})", "REQUIRED_FIELD_MISSING",
         "Required fields are missing: [Project__c]"},
        {"Profile", R"({"Name":"x"})", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
         "entity type cannot be inserted: Profile"},
    }));
    const auto refused = org.create(object, json::parse(body));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().front().status == 400);
    CHECK(refused.error().front().code == code);
    CHECK(refused.error().front().message == message);
}

TEST_CASE("a text too long is echoed with its limit in characters, not bytes") {
    DemoTenant org;
    std::string umlauts;
    for (int i = 0; i < 80; ++i) umlauts += "ü";
    CHECK(org.create("Contact", {{"LastName", umlauts}}));
    const auto refused = org.create("Contact", {{"LastName", umlauts + "e"}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error()[0].code == "STRING_TOO_LONG");
    CHECK(refused.error()[0].message == "Last Name: data value too large: " + umlauts + "e (max length=80)");
    CHECK(refused.error()[0].fields == std::vector<std::string>{"LastName"});
}

TEST_CASE("everything the database objects to is reported at once") {
    DemoTenant org;
    const auto refused = org.create("Contact", {{"Email", "x"}, {"AccountId", "y"}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().size() == 3);
}

TEST_CASE("a body that is no JSON object is refused with the place") {
    DemoTenant org;
    const auto [body, message] = GENERATE(table<std::string, std::string>({
        {"{\"Name\": }", "Unexpected character ('}' (code 125)): was expecting a valid value at [line:1, column:10]"},
        {"{\n \"Name\": x",
         "Unexpected character ('x' (code 120)): was expecting a valid value at [line:2, column:10]"},
        {"", "Unexpected end-of-input: was expecting closing quote or bracket at [line:1, column:1]"},
        {"{\"Name\":\"\xFF\"}",
         "Unexpected character ('?' (code 255)): was expecting a valid value at [line:1, column:10]"},
        {"[1]", "Cannot deserialize instance of Account from START_ARRAY at [line:1, column:1]"},
    }));
    const auto refused = org.tenant->records().create(org.user("admin").actor(), org.object("Account"), body);
    REQUIRE_FALSE(refused);
    CHECK(refused.error()[0].code == "JSON_PARSER_ERROR");
    CHECK(refused.error()[0].message == message);
}

TEST_CASE("values are read generously and stored in one form") {
    DemoTenant org;
    const std::string id = *org.create("Opportunity", {{"Name", "  Trimmed  "},
                                                       {"stagename", "closed won"},
                                                       {"Amount", "1234.567"},
                                                       {"CloseDate", "2026-05-30"},
                                                       {"IsPrivate", "true"},
                                                       {"NextStep", ""},
                                                       {"Competitors__c", "Ferrobot;;Kinetiq"},
                                                       {"attributes", {{"type", "Opportunity"}}}});
    const json record = org.read("Opportunity", id);
    CHECK(record["Name"] == "Trimmed");
    CHECK(record["StageName"] == "Closed Won");
    CHECK(record["Amount"] == 1234.57);
    CHECK(record["IsPrivate"] == true);
    CHECK(record["NextStep"].is_null());
    CHECK(record["Competitors__c"] == "Ferrobot;Kinetiq");
}

TEST_CASE("a datetime with any offset is stored in UTC") {
    DemoTenant org;
    const auto [given, stored] = GENERATE(table<std::string, std::string>({
        {"2026-05-20T09:30:00+02:00", "2026-05-20T07:30:00.000+0000"},
        {"2026-05-20T09:30:00.5-0700", "2026-05-20T16:30:00.500+0000"},
        {"2026-05-20T09:30:00Z", "2026-05-20T09:30:00.000+0000"},
        {"2026-05-20", "2026-05-20T00:00:00.000+0000"},
    }));
    const std::string id = *org.create("Event", {{"StartDateTime", given}, {"DurationInMinutes", 15}});
    CHECK(org.read("Event", id)["StartDateTime"] == stored);
}

TEST_CASE("an unrestricted picklist takes anything") {
    DemoTenant org;
    const std::string id = *org.create("Task", {{"Subject", "x"}, {"Status", "Almost done"}});
    CHECK(org.read("Task", id)["Status"] == "Almost done");
    CHECK(org.read("Task", id)["IsClosed"] == false);
}

TEST_CASE("what follows the stage follows it") {
    DemoTenant org;
    const std::string id = *org.create(
        "Opportunity",
        {{"Name", "x"}, {"StageName", "Proposal/Price Quote"}, {"CloseDate", "2026-11-30"}, {"Amount", 1000}});
    json record = org.read("Opportunity", id);
    CHECK(record["Probability"] == 75.0);
    CHECK(record["ForecastCategoryName"] == "Best Case");
    CHECK(record["ExpectedRevenue"] == 750.0);
    CHECK(record["IsClosed"] == false);
    CHECK(record["Fiscal"] == "2026 4");
    CHECK(record["FiscalQuarter"] == 4);

    REQUIRE(org.update("Opportunity", id, {{"Probability", 40}}));
    CHECK(org.read("Opportunity", id)["ExpectedRevenue"] == 400.0);
    REQUIRE(org.update("Opportunity", id, {{"Amount", 2000}}));
    CHECK(org.read("Opportunity", id)["Probability"] == 40.0);
    REQUIRE(org.update("Opportunity", id, {{"StageName", "Closed Won"}}));
    record = org.read("Opportunity", id);
    CHECK(record["IsWon"] == true);
    CHECK(record["IsClosed"] == true);
    CHECK(record["Probability"] == 100.0);
    REQUIRE(org.update("Opportunity", id, {{"StageName", "Negotiation/Review"}, {"Probability", 95}}));
    record = org.read("Opportunity", id);
    CHECK(record["IsClosed"] == false);
    CHECK(record["Probability"] == 95.0);
}

TEST_CASE("a person's name is made of its parts and can't be written") {
    DemoTenant org;
    const std::string id = *org.create("Lead", {{"FirstName", "Ada"}, {"LastName", "King"}, {"Company", "Engines"}});
    CHECK(org.read("Lead", id)["Name"] == "Ada King");
    CHECK(org.read("Lead", id)["Status"] == "Open - Not Contacted");
    REQUIRE(org.update("Lead", id, {{"FirstName", nullptr}}));
    CHECK(org.read("Lead", id)["Name"] == "King");
    CHECK(org.update("Lead", id, {{"Name", "x"}}).error()[0].code == "INVALID_FIELD_FOR_INSERT_UPDATE");
}

TEST_CASE("the org stamps who wrote a record and when") {
    DemoTenant org;
    const std::string id = *org.create("Account", {{"Name", "x"}}, "rep");
    const json created = org.read("Account", id);
    CHECK(created["CreatedDate"] == "2026-05-15T12:00:00.000+0000");
    CHECK(created["CreatedById"] == org.user("rep").id);
    CHECK(created["OwnerId"] == org.user("rep").id);
    org.clock.set(*parse_datetime("2026-05-16T08:00:00Z"));
    REQUIRE(org.update("Account", id, {{"OwnerId", org.user("emea").id}}));
    const json updated = org.read("Account", id);
    CHECK(updated["CreatedDate"] == created["CreatedDate"]);
    CHECK(updated["LastModifiedDate"] == "2026-05-16T08:00:00.000+0000");
    CHECK(updated["LastModifiedById"] == org.user("admin").id);
    CHECK(updated["OwnerId"] == org.user("emea").id);
    CHECK(org.update("Account", id, {{"OwnerId", nullptr}}).error()[0].code == "REQUIRED_FIELD_MISSING");
}

TEST_CASE("numbers are given out in order") {
    DemoTenant org;
    const std::string first = *org.create("Case", {{"Subject", "a"}});
    const std::string second = *org.create("Case", {{"Subject", "b"}});
    CHECK(org.read("Case", first)["CaseNumber"] == "00000037");
    CHECK(org.read("Case", second)["CaseNumber"] == "00000038");
    CHECK(first < second);
}

TEST_CASE("a case remembers when it was closed, and forgets when it is opened again") {
    DemoTenant org;
    const std::string id = *org.create("Case", {{"Subject", "a"}, {"Status", "Closed"}});
    CHECK(org.read("Case", id)["ClosedDate"] == "2026-05-15T12:00:00.000+0000");
    REQUIRE(org.update("Case", id, {{"Status", "Working"}}));
    CHECK(org.read("Case", id)["ClosedDate"].is_null());
}

TEST_CASE("an event's start, end and duration tell the same") {
    DemoTenant org;
    const std::string id = *org.create("Event", {{"StartDateTime", "2026-05-18T10:00:00Z"}, {"DurationInMinutes", 45}});
    json event = org.read("Event", id);
    CHECK(event["EndDateTime"] == "2026-05-18T10:45:00.000+0000");
    CHECK(event["ActivityDate"] == "2026-05-18");
    REQUIRE(org.update("Event", id, {{"StartDateTime", "2026-05-19T10:00:00Z"}}));
    CHECK(org.read("Event", id)["EndDateTime"] == "2026-05-19T10:45:00.000+0000");
    REQUIRE(org.update("Event", id, {{"EndDateTime", "2026-05-19T12:00:00Z"}}));
    CHECK(org.read("Event", id)["DurationInMinutes"] == 120);
    const std::string all_day = *org.create("Event", {{"IsAllDayEvent", true}, {"ActivityDate", "2026-05-20"}});
    CHECK(org.read("Event", all_day)["StartDateTime"] == "2026-05-20T00:00:00.000+0000");
}

TEST_CASE("an activity with a lead has no related record, and one without has the account") {
    DemoTenant org;
    const std::string account = org.id_of("Account", "Northwind Foods");
    const std::string lead = org.id_of("Lead", "Matilda Nolan");
    const auto refused = org.create("Task", {{"WhoId", lead}, {"WhatId", account}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error()[0].code == "FIELD_INTEGRITY_EXCEPTION");
    CHECK(org.create("Task", {{"WhoId", lead}}));
    const std::string task = *org.create("Task", {{"WhatId", account}});
    CHECK(org.read("Task", task)["AccountId"] == account);
}

TEST_CASE("a parent may be named by its external id") {
    DemoTenant org;
    const std::string id = *org.create("Contact", {{"LastName", "x"}, {"Account", {{"Customer_Number__c", "C-1002"}}}});
    CHECK(org.read("Contact", id)["AccountId"] == org.id_of("Account", "Northwind Foods"));
    const auto refused = org.create("Contact", {{"LastName", "x"}, {"Account", {{"Customer_Number__c", "C-9"}}}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error()[0].message ==
          "Foreign key external ID: C-9 not found for field Customer_Number__c in entity Account");
    CHECK_FALSE(org.create("Contact", {{"LastName", "x"}, {"Account", {{"Name", "Northwind Foods"}}}}));
}

TEST_CASE("what a profile may not see does not exist, and what it may not write is refused") {
    DemoTenant org;
    const std::string id = org.id_of("Account", "Northwind Foods");
    CHECK(org.read("Account", id, "rep").contains("ARR__c"));
    CHECK_FALSE(org.read("Account", id, "rep").contains("Margin__c"));
    CHECK(org.update("Account", id, {{"Margin__c", 1}}, "rep").error()[0].code == "INVALID_FIELD");
    CHECK(org.update("Account", id, {{"ARR__c", 1}}, "rep").error()[0].code == "INVALID_FIELD_FOR_INSERT_UPDATE");
    CHECK(org.update("Account", id, {{"Phone", "1"}}, "reader").error()[0].code == "INSUFFICIENT_ACCESS_OR_READONLY");
    CHECK_FALSE(org.tenant->records().object(org.user("reader").actor(), "Milestone__c"));
}

TEST_CASE("deleting a master takes its details along") {
    DemoTenant org;
    const std::string project = *org.create("Project__c", {{"Name", "Doomed"}});
    const json detail = {{"Name", "x"}, {"Due_Date__c", "2026-06-01"}, {"Project__c", project}};
    const std::string milestone = *org.create("Milestone__c", detail);
    const auto before = count_records(*org.tenant);
    REQUIRE(org.tenant->records().remove(org.user("admin").actor(), org.object("Project__c"), project));
    const auto after = count_records(*org.tenant);
    CHECK(after.at("Project__c") == before.at("Project__c") - 1);
    CHECK(after.at("Milestone__c") == before.at("Milestone__c") - 1);
    CHECK(org.update("Milestone__c", milestone, {{"Weight__c", 1}}).error()[0].code == "ENTITY_IS_DELETED");
    CHECK(org.create("Milestone__c", detail).error()[0].code == "ENTITY_IS_DELETED");
}

TEST_CASE("an address is read whole or as null") {
    DemoTenant org;
    const std::string id = *org.create("Account", {{"Name", "x"}, {"BillingCity", "Lyon"}});
    const json record = org.read("Account", id);
    CHECK(record["BillingAddress"]["city"] == "Lyon");
    CHECK(record["BillingAddress"]["postalCode"].is_null());
    CHECK(record["BillingAddress"].size() == 8);
    CHECK(record["ShippingAddress"].is_null());
}
