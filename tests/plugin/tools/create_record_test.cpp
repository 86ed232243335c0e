#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

namespace create_record_test {

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

const std::string tool = "salesforce_create_record";
const std::string post = "POST /sobjects/Opportunity";

Json opportunity(Json fields) {
    return {{"object_name", "Opportunity"}, {"fields", std::move(fields)}};
}

Answer created(const std::string& id) {
    return Answer::json(Json({{"id", id}, {"success", true}, {"errors", Json::array()}}).dump(), 201);
}

bool posted(const ToolFixture& tools) {
    for (const std::string& line : tools.asked()) {
        if (line.rfind("POST", 0) == 0) return true;
    }
    return false;
}

Json violation_at(const Json& result, const std::string& pointer) {
    for (const Json& violation : result["error"]["violations"]) {
        if (violation["pointer"] == pointer) return violation["message"];
    }
    return Json();
}

}  // namespace

TEST_CASE("A record is created as it was asked for, every digit included") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/opportunity/describe"] = tools.org.answers["GET /sobjects/Opportunity/describe"];
    tools.org.answers[post] = created(opportunity_id);
    const Json result = tools.call_text(
        tool,
        R"({"object_name":"opportunity","fields":{"name":"Big \u00fc","Amount":100.00,"Probability":1.5E1,"CloseDate":"2026-12-31","StageName":"Prospecting"}})");
    CHECK(result == Json({{"id", opportunity_id},
                          {"object_name", "Opportunity"},
                          {"record_url",
                           "https://acme.lightning.force.com/lightning/r/Opportunity/" + opportunity_id + "/view"}}));
    CHECK(tools.asked() == std::vector<std::string>{"GET /sobjects/opportunity/describe", post});
    CHECK(tools.requests[1].body ==
          R"({"Name":"Big ü","Amount":100.00,"Probability":1.5E1,"CloseDate":"2026-12-31","StageName":"Prospecting"})");
    CHECK(tools.requests[1].header("sforce-duplicate-rule-header") ==
          "allowSave=false; includeRecordDetails=true; runAsCurrentUser=true");
}

TEST_CASE("What would fail or be stored as junk is refused before anything is sent, all at once") {
    ToolFixture tools;
    const Json result = tools.call(tool, opportunity({{"Stage", "x"},
                                                      {"StageName", "Negotiation"},
                                                      {"Reminder__c", "2026-07-01T09:00:00"},
                                                      {"LastModifiedDate", "2026-07-01T09:00:00Z"},
                                                      {"Tags__c", "new;Odd"}}));
    CHECK(result["error"]["code"] == "unknown_field");
    CHECK(result["error"]["outcome"] == "not_sent");
    CHECK(result["error"]["violations"].size() == 5);
    CHECK_THAT(violation_at(result, "/fields/Stage").get<std::string>(), Catch::Contains("nearest: StageName"));
    CHECK_THAT(violation_at(result, "/fields/StageName").get<std::string>(),
               Catch::Contains("nearest: Negotiation/Review") && Catch::Contains("allow_unlisted_picklist_values"));
    CHECK_THAT(violation_at(result, "/fields/Reminder__c").get<std::string>(),
               Catch::Contains("\"2026-07-01T09:00:00+02:00\""));
    CHECK_THAT(violation_at(result, "/fields/LastModifiedDate").get<std::string>(), Catch::Contains("leave it out"));
    CHECK_THAT(violation_at(result, "/fields/Tags__c").get<std::string>(), Catch::Contains("“Odd”"));
    CHECK(result["error"]["context"]["today"] == "2026-05-28");
    CHECK_FALSE(posted(tools));
}

TEST_CASE("A single kind of fault gives its own code") {
    ToolFixture tools;
    const auto [fields, code] = GENERATE(table<Json, std::string>({
        {{{"Nmae", "x"}}, "unknown_field"},
        {{{"StageName", "Won"}}, "validation_failed"},
        {{{"LastModifiedDate", "2026-07-01T09:00:00Z"}}, "validation_failed"},
        {{{"Reminder__c", "2026-07-01 09:00"}}, "invalid_arguments"},
        {{{"Reminder__c", "2026-07-01"}}, "invalid_arguments"},
        {{{"Acount", {{"Ext__c", "1"}}}}, "unknown_field"},
    }));
    INFO(fields.dump());
    CHECK(tools.call(tool, opportunity(fields))["error"]["code"] == code);
    CHECK_FALSE(posted(tools));
}

TEST_CASE("Legal shapes that no describe lists pass") {
    ToolFixture tools;
    tools.org.answers[post] = created(opportunity_id);
    const Json fields = GENERATE(Json({{"Account", {{"Ext__c", "7"}}}}), Json({{"TaskWhoIds", {"003dM00003kRs59"}}}),
                                 Json({{"attributes", {{"type", "Opportunity"}}}, {"Name", "x"}}),
                                 Json({{"StageName", nullptr}}), Json({{"Amount", "12.50"}}),
                                 Json({{"Reminder__c", "2026-07-01T09:00:00Z"}}), Json({{"CloseDate", "whenever"}}));
    INFO(fields.dump());
    tools.call(tool, opportunity(fields));
    CHECK(tools.succeeded);
    CHECK(Json::parse(tools.requests.back().body) == fields);
}

TEST_CASE("A picklist value in another letter case is written as the picklist spells it") {
    ToolFixture tools;
    tools.org.answers[post] = created(opportunity_id);
    const Json result = tools.call(tool, opportunity({{"StageName", "closed won"}, {"Tags__c", "big deal; New"}}));
    CHECK(Json::parse(tools.requests.back().body) == Json({{"StageName", "Closed Won"}, {"Tags__c", "Big deal;New"}}));
    CHECK(result["warnings"].size() == 2);
}

TEST_CASE("Unlisted values pass an unrestricted picklist when they are wanted, a restricted one never") {
    ToolFixture tools;
    tools.org.answers[post] = created(opportunity_id);
    Json arguments = opportunity({{"StageName", "My own"}});
    arguments["allow_unlisted_picklist_values"] = true;
    tools.call(tool, arguments);
    CHECK(tools.succeeded);
    const Json result = tools.call(
        tool,
        {{"object_name", "Account"}, {"fields", {{"Rating", "Lukewarm"}}}, {"allow_unlisted_picklist_values", true}});
    CHECK(result["error"]["code"] == "validation_failed");
    CHECK(result["error"]["did_you_mean"][0] == "Warm");
}

TEST_CASE("A close date long past is worth a warning") {
    ToolFixture tools;
    tools.org.answers[post] = created(opportunity_id);
    CHECK(tools.call(tool, opportunity({{"CloseDate", "2025-11-29"}})).contains("warnings") == false);
    CHECK_THAT(tools.call(tool, opportunity({{"CloseDate", "2025-11-28"}}))["warnings"][0].get<std::string>(),
               Catch::Contains("180 days"));
}

TEST_CASE("An object that the user may not create is refused before sending") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/Log__c/describe"] =
        Answer::json(describe("Log__c", "a03", {field("Name", "string")}, {{"createable", false}}));
    const Json result = tools.call(tool, {{"object_name", "Log__c"}, {"fields", {{"Name", "x"}}}});
    CHECK(result["error"]["code"] == "permission_denied");
    CHECK_FALSE(posted(tools));
}

TEST_CASE("After Salesforce refused, all that the describe explains is told at once") {
    ToolFixture tools;
    tools.org.answers[post] =
        refusal(400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [CloseDate]", {{"fields", {"CloseDate"}}});
    const Json result =
        tools.call(tool, opportunity({{"Name", std::string(121, 'x')}, {"Amount", "12 EUR"}, {"AccountId", "Acme"}}));
    CHECK(result["error"]["code"] == "validation_failed");
    CHECK(result["error"]["outcome"] == "rejected");
    CHECK(result["error"]["fields"] == Json::array({"CloseDate"}));
    CHECK(violation_at(result, "/fields/CloseDate") == "required (date)");
    CHECK(violation_at(result, "/fields/StageName") == "required (picklist)");
    CHECK_THAT(violation_at(result, "/fields/Name").get<std::string>(), Catch::Contains("121 characters; at most 120"));
    CHECK_THAT(violation_at(result, "/fields/Amount").get<std::string>(), Catch::Contains("number"));
    CHECK_THAT(violation_at(result, "/fields/AccountId").get<std::string>(),
               Catch::Contains("id of a record of Account"));
}

TEST_CASE("A dependent value that does not fit is told with those that do") {
    ToolFixture tools;
    Json state = picklist("State", {"CA", "Bavaria"}, {{"dependentPicklist", true}, {"controllerName", "Country"}});
    state["picklistValues"][0]["validFor"] = "gA==";
    state["picklistValues"][1]["validFor"] = "QA==";
    tools.org.answers["GET /sobjects/Place__c/describe"] =
        Answer::json(describe("Place__c", "a01", {picklist("Country", {"US", "Germany"}), state}));
    tools.org.answers["POST /sobjects/Place__c"] = refusal(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "bad value");
    const Json result =
        tools.call(tool, {{"object_name", "Place__c"}, {"fields", {{"Country", "US"}, {"State", "Bavaria"}}}});
    CHECK_THAT(violation_at(result, "/fields/State").get<std::string>(), Catch::Contains("valid there: CA"));
}

TEST_CASE("Possible duplicates are looked up as the user: readable ones named, the others counted") {
    ToolFixture tools;
    const bool may_save = GENERATE(true, false);
    const auto match = [](const std::string& id) {
        return Json({{"record", {{"attributes", {{"type", "Account"}}}, {"Id", id}}}});
    };
    const Json report = {
        {"allowSave", may_save},
        {"duplicateRule", "R"},
        {"matchResults",
         {{{"entityType", "Account"}, {"matchRecords", {match(account_id), match("001dM00003kRs58QAC")}}}}}};
    tools.org.answers["POST /sobjects/Account"] =
        refusal(400, "DUPLICATES_DETECTED", "Use one of these records?", {{"duplicateResut", report}});
    tools.org.queries.emplace_back(
        "SELECT Id, Name FROM Account WHERE Id IN ('" + account_id + "','001dM00003kRs58QAC')",
        row({{"records", {{{"Id", account_id}, {"Name", "Acme"}}}}}));
    const Json result = tools.call(tool, {{"object_name", "Account"}, {"fields", {{"Name", "Acme"}}}});
    CHECK(result["error"]["code"] == "duplicate_detected");
    CHECK(result["error"]["matches"] ==
          Json::array(
              {{{"object_name", "Account"},
                {"id", account_id},
                {"name", "Acme"},
                {"record_url", "https://acme.lightning.force.com/lightning/r/Account/" + account_id + "/view"}}}));
    CHECK(result["error"]["hidden_matches"] == 1);
    CHECK_THAT(result["error"]["guidance"].get<std::string>(),
               Catch::Contains(may_save ? "allow_duplicates set to true" : "does not lift it"));
}

TEST_CASE("The consent to duplicates goes along") {
    ToolFixture tools;
    tools.org.answers["POST /sobjects/Account"] = created(account_id);
    tools.call(tool, {{"object_name", "Account"}, {"fields", {{"Name", "Acme"}}}, {"allow_duplicates", true}});
    CHECK_THAT(tools.requests.back().header("sforce-duplicate-rule-header"), Catch::StartsWith("allowSave=true"));
}

TEST_CASE("A lost create is never repeated: the outcome is unknown, with a query that tells") {
    ToolFixture tools;
    const Answer lost = GENERATE(Answer::failure(ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT),
                                 Answer::failure(ALYSIO_E_BROKEN, ALYSIO_HTTP_ANSWERED), Answer::json("", 502),
                                 Answer::json("<html>gateway</html>", 504), Answer::json("no JSON", 201));
    tools.org.answers[post] = lost;
    const Json result = tools.call(tool, opportunity({{"Name", "O'Hara"}, {"CloseDate", "2026-12-31"}}));
    CHECK(result["error"]["code"] == "outcome_unknown");
    CHECK(result["error"]["outcome"] == "unknown");
    CHECK(result["error"]["retryable"] == false);
    CHECK_THAT(
        result["error"]["guidance"].get<std::string>(),
        Catch::Contains(
            R"(SELECT Id, CreatedDate FROM Opportunity WHERE Name = 'O\'Hara' AND CreatedDate >= 2026-05-28T20:24:40Z)"));
    CHECK(tools.asked() == std::vector<std::string>{"GET /sobjects/Opportunity/describe", post});
}

TEST_CASE("A refusal in the body of a success is a refusal, with its code and words") {
    ToolFixture tools;
    const auto status = GENERATE(200u, 201u);
    tools.org.answers[post] =
        Answer::json(R"({"id":null,"success":false,"errors":[{"statusCode":"FIELD_CUSTOM_VALIDATION_EXCEPTION",)"
                     R"("message":"No deals on Sundays","fields":["CloseDate"]}]})",
                     status);
    const Json error = tools.call(tool, opportunity({{"Name", "x"}}))["error"];
    CHECK(error["code"] == "validation_failed");
    CHECK(error["salesforce_code"] == "FIELD_CUSTOM_VALIDATION_EXCEPTION");
    CHECK(error["outcome"] == "rejected");
    CHECK(error["fields"] == Json::array({"CloseDate"}));
    CHECK_THAT(error["message"].get<std::string>(), Catch::Contains("No deals on Sundays"));
}

TEST_CASE("A refusal that names a record all the same leaves it open what happened, and names the record") {
    ToolFixture tools;
    tools.org.answers[post] = Answer::json(
        R"({"id":")" + opportunity_id + R"(","success":false,"errors":[{"statusCode":"X","message":"odd"}]})", 200);
    const Json error = tools.call(tool, opportunity({{"Name", "x"}}))["error"];
    CHECK(error["code"] == "outcome_unknown");
    CHECK(error["outcome"] == "unknown");
    CHECK_THAT(error["guidance"].get<std::string>(), Catch::Contains("WHERE Id = '" + opportunity_id + "'"));
}

TEST_CASE("An all-day event stands at midnight UTC of the day that is meant, in whatever zone it was written") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/Event/describe"] =
        Answer::json(describe("Event", "00U",
                              {field("Subject", "string"), field("IsAllDayEvent", "boolean"),
                               field("StartDateTime", "datetime"), field("EndDateTime", "datetime")}));
    tools.org.answers["POST /sobjects/Event"] = created("00UdM00000AbCdEUAV");
    const std::string start = GENERATE("2026-12-24T00:00:00+01:00", "2026-12-24", "2026-12-24T00:00:00",
                                       "2026-12-24T09:30:00-08:00", "2026-12-24T00:00:00Z");
    const Json result = tools.call(tool, {{"object_name", "Event"},
                                          {"fields",
                                           {{"Subject", "Fair"},
                                            {"isalldayevent", true},
                                            {"StartDateTime", start},
                                            {"EndDateTime", "2026-12-25T00:00:00+01:00"}}}});
    REQUIRE(tools.succeeded);
    const Json sent = Json::parse(tools.requests.back().body);
    CHECK(sent["StartDateTime"] == "2026-12-24T00:00:00.000Z");
    CHECK(sent["EndDateTime"] == "2026-12-25T00:00:00.000Z");
    CHECK_THAT(result["warnings"].dump(), Catch::Contains("midnight UTC of its day"));
    CHECK(tools.asked() == std::vector<std::string>{"GET /sobjects/Event/describe", "POST /sobjects/Event"});
}

TEST_CASE("A day where a time belongs is refused with an example in the user's zone, which is asked for") {
    ToolFixture tools;
    CallOptions options = ToolFixture::default_options();
    options.time_zone = "";
    const Json result = tools.call(tool, opportunity({{"Reminder__c", "2026-12-24"}}), options);
    CHECK_THAT(violation_at(result, "/fields/Reminder__c").get<std::string>(),
               Catch::Contains("2026-12-24T09:00:00-05:00") && Catch::Contains("America/New_York"));
}

TEST_CASE("A value that must be unique comes with the record that holds it, as far as the user may read it") {
    ToolFixture tools;
    tools.org.answers[post] =
        refusal(400, "DUPLICATE_VALUE",
                "duplicate value found: Ext__c duplicates value on record with id: " + opportunity_id.substr(0, 15));
    const Json hidden = tools.call(tool, opportunity({{"Name", "x"}}))["error"];
    CHECK(hidden["code"] == "duplicate_detected");
    CHECK(hidden["hidden_matches"] == 1);
    tools.org.queries.emplace_back(
        "SELECT Id, Name FROM Opportunity WHERE Id = '" + opportunity_id + "'",
        row({{"totalSize", 1}, {"done", true}, {"records", {{{"Id", opportunity_id}, {"Name", "Theirs"}}}}}));
    const Json error = tools.call(tool, opportunity({{"Name", "x"}}))["error"];
    CHECK(error["matches"][0]["name"] == "Theirs");
    CHECK(error["matches"][0]["id"] == opportunity_id);
    CHECK_THAT(error["matches"][0]["record_url"].get<std::string>(), Catch::Contains(opportunity_id));
}

TEST_CASE("A contact whose e-mail is there already is refused with its match, unless the user insists") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/Contact/describe"] =
        Answer::json(describe("Contact", "003",
                              {field("LastName", "string"), field("FirstName", "string"), field("Email", "email"),
                               field("AccountId", "reference")}));
    const std::string match_id = "003dM00000AbCdEQAV";
    tools.org.answers["POST /sobjects/Contact"] = created("003dM00000ZzZzZQAV");
    tools.org.queries.emplace_back(
        "SELECT Id, Name, Email FROM Contact WHERE Email = 'ann@acme.example'",
        row({{"totalSize", 1},
             {"done", true},
             {"records", {{{"Id", match_id}, {"Name", "Ann Lee"}, {"Email", "Ann@Acme.example"}}}}}));
    Json arguments = {{"object_name", "Contact"}, {"fields", {{"LastName", "Lee"}, {"Email", "ann@acme.example"}}}};
    const auto options = GENERATE(ToolFixture::default_options(), ToolFixture::preview());
    const Json error = tools.call(tool, arguments, options)["error"];
    CHECK(error["code"] == "duplicate_detected");
    CHECK(error["outcome"] == "not_sent");
    CHECK(error["matches"][0]["name"] == "Ann Lee");
    CHECK_THAT(error["guidance"].get<std::string>(), Catch::Contains("allow_same_email"));
    CHECK_FALSE(posted(tools));

    arguments["allow_same_email"] = true;
    tools.call(tool, arguments);
    CHECK(tools.succeeded);

    arguments.erase("allow_same_email");
    CallOptions switched_off = ToolFixture::default_options();
    switched_off.settings = R"({"look_for_existing":false})";
    tools.call(tool, arguments, switched_off);
    CHECK(tools.succeeded);
    CHECK(tools.asked() == std::vector<std::string>{"POST /sobjects/Contact"});
}

TEST_CASE("An account of the same name is created with a warning, and shown in the preview") {
    ToolFixture tools;
    tools.org.answers["POST /sobjects/Account"] = created(account_id);
    tools.org.queries.emplace_back(
        "SELECT Id, Name FROM Account WHERE (Name = 'Acme') LIMIT 10",
        row({{"totalSize", 1}, {"done", true}, {"records", {{{"Id", account_id}, {"Name", "Acme"}}}}}));
    const Json arguments = {{"object_name", "Account"}, {"fields", {{"Name", "Acme"}}}};
    for (const auto& options : {ToolFixture::default_options(), ToolFixture::preview()}) {
        const Json result = tools.call(tool, arguments, options);
        CHECK(tools.succeeded);
        CHECK_THAT(result["warnings"].dump(), Catch::Contains("of this name is there already: Acme " + account_id));
    }
}

TEST_CASE("Where looking for existing records fails, the create goes on: Salesforce's own rules decide") {
    ToolFixture tools;
    tools.org.answers["POST /sobjects/Account"] = created(account_id);
    tools.org.queries.emplace_back("FROM Account WHERE", refusal(400, "INVALID_FIELD", "No such column 'Name'"));
    tools.call(tool, {{"object_name", "Account"}, {"fields", {{"Name", "Acme"}}}});
    CHECK(tools.succeeded);
}

TEST_CASE("A preview shows what would be written, writes nothing, and its token binds the confirmation") {
    ToolFixture tools;
    tools.org.answers[post] = created(opportunity_id);
    const Json arguments = opportunity({{"Name", "Big"}, {"Amount", 12.5}});
    const Json shown = tools.call(tool, arguments, ToolFixture::preview());
    CHECK(shown["title"] == "Create Opportunity “Big”");
    CHECK(shown["changes"] == Json::array({{{"field", "Name"}, {"new", "Big"}}, {{"field", "Amount"}, {"new", 12.5}}}));
    CHECK_FALSE(posted(tools));

    CallOptions confirmed = ToolFixture::default_options();
    confirmed.preview_token = shown["token"];
    const Json other = tools.call(tool, opportunity({{"Name", "Big"}, {"Amount", 125}}), confirmed);
    CHECK(other["error"]["code"] == "conflict");
    CHECK_FALSE(posted(tools));
    tools.call(tool, arguments, confirmed);
    CHECK(tools.succeeded);
    confirmed.preview_token = "something else";
    CHECK(tools.call(tool, arguments, confirmed)["error"]["code"] == "conflict");
}

TEST_CASE("A token binds everything that changes what is written, the consent to duplicates too, which is shown") {
    ToolFixture tools;
    tools.org.answers[post] = created(opportunity_id);
    Json arguments = opportunity({{"Name", "Big"}});
    CallOptions confirmed = ToolFixture::default_options();
    confirmed.preview_token = tools.call(tool, arguments, ToolFixture::preview())["token"];
    arguments["allow_duplicates"] = true;
    CHECK(tools.call(tool, arguments, confirmed)["error"]["code"] == "conflict");
    CHECK_FALSE(posted(tools));
    const Json shown = tools.call(tool, arguments, ToolFixture::preview());
    CHECK_THAT(shown["warnings"][0].get<std::string>(), Catch::Contains("allow_duplicates"));
    confirmed.preview_token = shown["token"];
    tools.call(tool, arguments, confirmed);
    CHECK(tools.succeeded);
}

TEST_CASE("A preview warns of what the result would warn of") {
    ToolFixture tools;
    const Json shown = tools.call(tool, opportunity({{"CloseDate", "2015-01-31"}}), ToolFixture::preview());
    REQUIRE(shown["warnings"].size() == 1);
    CHECK_THAT(shown["warnings"][0].get<std::string>(), Catch::Contains("in the past"));
    CHECK_FALSE(tools.call(tool, opportunity({{"Amount", 1}}), ToolFixture::preview()).contains("warnings"));
}

TEST_CASE("A preview refuses what the call would refuse") {
    ToolFixture tools;
    CHECK(tools.call(tool, opportunity({{"Nmae", "x"}}), ToolFixture::preview())["error"]["code"] == "unknown_field");
}

TEST_CASE("What the host's policy denies names who can change that") {
    ToolFixture tools;
    Answer denied = Answer::failure(ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT, "Writing User is not allowed.");
    denied.subject = "User";
    tools.org.answers[post] = denied;
    const Json result = tools.call(tool, opportunity({{"Name", "x"}}));
    CHECK(result["error"]["code"] == "policy_denied");
    CHECK(result["error"]["outcome"] == "not_sent");
    CHECK_THAT(result["error"]["guidance"].get<std::string>(), Catch::Contains("administrator"));
}

TEST_CASE("A write under way when the user gives up is told as it ended") {
    ToolFixture tools;
    Answer slow = created(opportunity_id);
    slow.delay_ns = 2'000'000'000;
    tools.org.answers[post] = slow;
    testing::TestCall& call =
        tools.host.call(tool, opportunity({{"Name", "x"}}).dump(), ToolFixture::default_options());
    tools.host.advance(1'000'000'000);
    tools.host.cancel(call.id, ALYSIO_CANCEL_USER);
    tools.host.run();
    CHECK(call.kind == ALYSIO_RESULT_SUCCESS);

    tools.org.answers[post].delay_ns = 60'000'000'000;  // longer than the grace
    testing::TestCall& longer =
        tools.host.call(tool, opportunity({{"Name", "x"}}).dump(), ToolFixture::default_options());
    tools.host.advance(1'000'000'000);
    tools.host.cancel(longer.id, ALYSIO_CANCEL_USER);
    tools.host.run();
    CHECK(Json::parse(longer.result)["error"]["code"] == "outcome_unknown");
}

// -- every refusal repairs the next call ---------------------------------------------------------------------------

namespace {

const Json not_editable = {{"createable", false}, {"updateable", false}};

// A Site__c with what people get wrong.
void add_sites(ToolFixture& tools) {
    Json city = picklist("City__c", {"BR", "Lyon"}, {{"dependentPicklist", true}, {"controllerName", "Region__c"}});
    city["picklistValues"][0]["validFor"] = "gA==";
    city["picklistValues"][1]["validFor"] = "QA==";
    Json size = picklist("Size__c", {"S", "L"}, {{"restrictedPicklist", true}});
    size["picklistValues"][1]["label"] = "Really big";
    tools.org.answers["GET /sobjects/Site__c/describe"] = Answer::json(describe(
        "Site__c", "a05",
        {field("Name", "string", {{"createable", false}, {"updateable", false}}),
         field("FirstName", "string", {{"compoundFieldName", "Name"}}),
         field("LastName", "string", {{"compoundFieldName", "Name"}}), field("Loc__c", "location", not_editable),
         field("Loc__Latitude__s", "double", {{"compoundFieldName", "Loc__c"}}),
         field("Loc__Longitude__s", "double", {{"compoundFieldName", "Loc__c"}}),
         field("Margin__c", "percent", {{"createable", false}, {"updateable", false}, {"calculated", true}}),
         field("Secret__c", "string", not_editable), field("Due__c", "date", {{"label", "Due Date"}}),
         field("Starts__c", "datetime"), field("Active__c", "boolean", {{"nillable", false}}),
         field("AccountId", "reference", {{"referenceTo", {"Account"}}, {"relationshipName", "Account"}}),
         picklist("Region__c", {"Americas", "Europe"}), city, size,
         picklist("Tags__c", {"A", "B"}, {{"type", "multipicklist"}})}));
}

Json site(Json fields) {
    return {{"object_name", "Site__c"}, {"fields", std::move(fields)}};
}

}  // namespace

TEST_CASE("What cannot be written as it stands is refused with what to write instead") {
    ToolFixture tools;
    add_sites(tools);
    const auto [fields, code, pointer, repair] = GENERATE(table<Json, std::string, std::string, std::string>({
        {{{"Loc__c", "48.8,2.3"}}, "validation_failed", "/fields/Loc__c", "set Loc__Latitude__s, Loc__Longitude__s"},
        {{{"Name", "Ann Lee"}}, "validation_failed", "/fields/Name", "set FirstName, LastName instead"},
        {{{"Tags__c", {"A", "B"}}}, "invalid_arguments", "/fields/Tags__c", "joined by \";\": \"A;B\""},
        {{{"Account.Number__c", "17"}},
         "invalid_arguments",
         "/fields/Account.Number__c",
         R"({"Account":{"Number__c":"17"}})"},
        {{{"Starts__c", "2026-12-24 09:00:00Z"}}, "invalid_arguments", "/fields/Starts__c", "\"2026-12-24T09:00:00Z\""},
        {{{"Margin__c", 7}}, "validation_failed", "/fields/Margin__c", "is a formula"},
        {{{"Secret__c", "x"}}, "permission_denied", "/fields/Secret__c", "administrator can give edit access"},
        {{{"Size__c", "Q"}}, "validation_failed", "/fields/Size__c", "its values: S, L"},
        {{{"Due Date", "2026-12-24"}}, "unknown_field", "/fields/Due Date", "nearest: Due__c"},
    }));
    INFO(fields.dump());
    const Json result = tools.call(tool, site(fields));
    CHECK(result["error"]["code"] == code);
    const Json message = violation_at(result, pointer);
    REQUIRE(message.is_string());
    CHECK_THAT(message.get<std::string>(), Catch::Contains(repair));
    CHECK_THAT(message.get<std::string>(), !Catch::Contains("leave it out"));
    CHECK_FALSE(posted(tools));
}

TEST_CASE("A field is to be left out only where something is left") {
    ToolFixture tools;
    add_sites(tools);
    const Json result = tools.call(tool, site({{"Secret__c", "x"}, {"LastName", "Lee"}}));
    CHECK_THAT(violation_at(result, "/fields/Secret__c").get<std::string>(), Catch::Contains("leave it out"));
    CHECK_THAT(result["error"]["guidance"].get<std::string>(), Catch::Contains("others can be written"));
}

TEST_CASE("The label of a value is taken as its letter case is") {
    ToolFixture tools;
    add_sites(tools);
    tools.org.answers["POST /sobjects/Site__c"] = created("a05dM00003kRs59QAC");
    const Json result = tools.call(tool, site({{"Size__c", "really big"}}));
    REQUIRE(tools.succeeded);
    CHECK(Json::parse(tools.requests.back().body) == Json({{"Size__c", "L"}}));
    CHECK(result["warnings"].size() == 1);
}

TEST_CASE("What Salesforce refused is explained with what to send instead") {
    ToolFixture tools;
    add_sites(tools);
    tools.org.answers["POST /sobjects/Site__c"] = refusal(400, "JSON_PARSER_ERROR", "Cannot deserialize");
    const auto [fields, pointer, repair] = GENERATE(table<Json, std::string, std::string>({
        {{{"Due__c", ""}}, "/fields/Due__c", "expected null"},
        {{{"AccountId", ""}}, "/fields/AccountId", "expected null"},
        {{{"Active__c", nullptr}}, "/fields/Active__c", "expected true or false"},
        {{{"City__c", "BR"}}, "/fields/City__c", "fits only Region__c = Americas: send both"},
        {{{"AccountId", "003dM00003kRs59QAC"}}, "/fields/AccountId", "is the id of a record of Contact"},
    }));
    INFO(fields.dump());
    const Json message = violation_at(tools.call(tool, site(fields)), pointer);
    REQUIRE(message.is_string());
    CHECK_THAT(message.get<std::string>(), Catch::Contains(repair));
}

TEST_CASE("A person account's name is made of its parts") {
    ToolFixture tools;
    tools.org.answers["GET /sobjects/Account/describe"] =
        Answer::json(describe("Account", "001",
                              {field("Name", "string"), field("FirstName", "string", {{"compoundFieldName", "Name"}}),
                               field("LastName", "string", {{"compoundFieldName", "Name"}})}));
    tools.org.answers["POST /sobjects/Account"] = refusal(
        400, "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: Name.", {{"fields", {"Name"}}});
    const Json result = tools.call(tool, {{"object_name", "Account"}, {"fields", {{"Name", "Ann Lee"}}}});
    CHECK_THAT(violation_at(result, "/fields/Name").get<std::string>(), Catch::Contains("FirstName, LastName"));
}

TEST_CASE("What is near one mistake is not offered for another") {
    ToolFixture tools;
    const Json result = tools.call(tool, opportunity({{"Stage", "x"}, {"StageName", "Negotiation"}}));
    CHECK_FALSE(result["error"].contains("did_you_mean"));
    CHECK_THAT(violation_at(result, "/fields/Stage").get<std::string>(), Catch::Contains("StageName"));
}

TEST_CASE("The number of an inner fault stays with a write whose outcome is not known") {
    ToolFixture tools;
    tools.org.answers[post] = refusal(500, "UNKNOWN_EXCEPTION", "Please include this ErrorId: 123-45 (-67)");
    const Json result = tools.call(tool, opportunity({{"Name", "x"}}));
    CHECK(result["error"]["code"] == "outcome_unknown");
    CHECK(result["error"]["salesforce_code"] == "UNKNOWN_EXCEPTION");
    CHECK_THAT(result["error"]["message"].get<std::string>(), Catch::Contains("123-45 (-67)"));
}

}  // namespace create_record_test
