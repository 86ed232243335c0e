#include "tests/plugin/tool_fixture.hpp"

#include <catch2/catch.hpp>

namespace update_record_test {

using namespace alysio;
using namespace alysio::salesforce::tests;

namespace {

const std::string tool = "salesforce_update_record";
const std::string path = "/sobjects/Opportunity/" + opportunity_id;
const std::string modified = "2026-05-01T07:25:37.000+0000";

Json update(Json fields) {
    return {{"object_name", "Opportunity"}, {"record_id", opportunity_id}, {"fields", std::move(fields)}};
}

Answer done() {
    return Answer::json("", 204);
}

ToolFixture& with_record(ToolFixture& tools, Json fields) {
    fields["LastModifiedDate"] = modified;
    tools.org.answers["GET " + path] = row(fields);
    tools.org.answers["PATCH " + path] = done();
    return tools;
}

std::size_t patches(const ToolFixture& tools) {
    std::size_t count = 0;
    for (const SeenRequest& request : tools.requests) count += request.method == "PATCH" ? 1U : 0U;
    return count;
}

}  // namespace

TEST_CASE("A change is sent once, and says which fields it sent") {
    ToolFixture tools;
    with_record(tools, {});
    const Json result = tools.call_text(tool, R"({"object_name":"Opportunity","record_id":")" + opportunity_id +
                                                  R"(","fields":{"amount":0.10,"CloseDate":null}})");
    CHECK(result ==
          Json({{"id", opportunity_id},
                {"object_name", "Opportunity"},
                {"record_url", "https://acme.lightning.force.com/lightning/r/Opportunity/" + opportunity_id + "/view"},
                {"updated_fields", {"Amount", "CloseDate"}}}));
    CHECK(tools.requests.back().body == R"({"Amount":0.10,"CloseDate":null})");
    CHECK(tools.requests.back().header("if-unmodified-since").empty());
}

TEST_CASE("Fields that are only set at creation cannot be changed") {
    ToolFixture tools;
    const Json result = tools.call(tool, update({{"Probability", 10}}));
    CHECK(result["error"]["code"] == "validation_failed");
    CHECK(patches(tools) == 0);
}

TEST_CASE("A record that was not changed since it was read is written, with the header to close the gap") {
    ToolFixture tools;
    with_record(tools, {});
    Json arguments = update({{"Name", "x"}});
    arguments["if_unmodified_since"] =
        GENERATE(as<std::string>{}, "2026-05-01T07:25:37.000+0000", "2026-05-01T09:25:37+02:00");
    tools.call(tool, arguments);
    CHECK(tools.succeeded);
    CHECK(tools.requests.back().header("if-unmodified-since") == "Fri, 01 May 2026 07:25:37 GMT");
}

TEST_CASE("A record that somebody changed meanwhile is a conflict, however it is found out") {
    ToolFixture tools;
    with_record(tools, {});
    Json arguments = update({{"Name", "x"}});
    arguments["if_unmodified_since"] = modified;
    SECTION("by reading first") {
        tools.org.answers["GET " + path] = row({{"LastModifiedDate", "2026-05-01T08:00:00.000+0000"}});
        CHECK(tools.call(tool, arguments)["error"]["code"] == "conflict");
        CHECK(patches(tools) == 0);
    }
    SECTION("by the header") {
        tools.org.answers["PATCH " + path] = Answer::json("", 412);
        CHECK(tools.call(tool, arguments)["error"]["code"] == "conflict");
    }
    SECTION("by the code") {
        tools.org.answers["PATCH " + path] = refusal(400, "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE_CHECK", "x");
        CHECK(tools.call(tool, arguments)["error"]["code"] == "conflict");
    }
}

TEST_CASE("A lost reply is settled by reading the record, never by sending again") {
    ToolFixture tools;
    const auto [sent, there, same] = GENERATE(table<Json, std::string, bool>({
        {{{"Name", "x"}}, R"({"Name":"x"})", true},
        {{{"Name", "x "}}, R"({"Name":"x"})", true},
        {{{"Name", "x"}}, R"({"Name":"y"})", false},
        {{{"Name", "x"}}, R"({})", false},
        {{{"Name", nullptr}}, R"({"Name":null})", true},
        {{{"Name", ""}}, R"({"Name":null})", true},
        {{{"Name", "x"}}, R"({"Name":null})", false},
        {{{"Amount", 139000000}}, R"({"Amount":1.39E8})", true},
        {{{"Amount", "12.50"}}, R"({"Amount":12.5})", true},
        {{{"Amount", 12}}, R"({"Amount":13.0})", false},
        {{{"Reminder__c", "2026-07-01T09:00:00+02:00"}}, R"({"Reminder__c":"2026-07-01T07:00:00.000+0000"})", true},
        {{{"AccountId", "001dM00003kRs59"}}, R"({"AccountId":"001dM00003kRs59QAC"})", true},
        {{{"Tags__c", "Old;New"}}, R"({"Tags__c":"New;Old"})", true},
        {{{"Account", {{"Ext__c", "1"}}}}, R"({})", false},
        {{{"Name", "x"}}, "<html>", false},
    }));
    INFO(sent.dump() << " " << there);
    tools.org.answers["PATCH " + path] =
        GENERATE(Answer::failure(ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT), Answer::json("", 503));
    tools.org.answers["GET " + path] = Answer::json(there);
    const Json result = tools.call(tool, update(sent));
    CHECK(patches(tools) == 1);
    CHECK(tools.succeeded == same);
    if (same) {
        CHECK_THAT(result["warnings"][0].get<std::string>(), Catch::Contains("verified by reading"));
    } else {
        CHECK(result["error"]["code"] == "outcome_unknown");
        CHECK_THAT(result["error"]["guidance"].get<std::string>(),
                   Catch::Contains("WHERE Id = '" + opportunity_id + "'"));
    }
}

TEST_CASE("A preview shows old and new values, and its token refuses a record that changed since") {
    ToolFixture tools;
    with_record(tools, {{"Name", "Old"}, {"Amount", nullptr}});
    const Json arguments = update({{"Name", "New"}, {"Amount", 5}});
    const Json shown = tools.call(tool, arguments, ToolFixture::preview());
    CHECK(shown["title"] == "Update Opportunity “Old”");
    CHECK(shown["location"] == "https://acme.lightning.force.com/lightning/r/Opportunity/" + opportunity_id + "/view");
    CHECK(shown["changes"] == Json::array({{{"field", "Name"}, {"old", "Old"}, {"new", "New"}},
                                           {{"field", "Amount"}, {"old", nullptr}, {"new", 5}}}));
    CHECK(patches(tools) == 0);

    CallOptions confirmed = ToolFixture::default_options();
    confirmed.preview_token = shown["token"];
    tools.call(tool, arguments, confirmed);
    CHECK(tools.succeeded);
    CHECK(tools.call(tool, update({{"Name", "Newer"}, {"Amount", 5}}), confirmed)["error"]["code"] == "conflict");
    tools.org.answers["GET " + path] = row({{"LastModifiedDate", "2026-05-02T00:00:00.000+0000"}});
    CHECK(tools.call(tool, arguments, confirmed)["error"]["code"] == "conflict");
    CHECK(patches(tools) == 0);
}

TEST_CASE("A change within the second of the preview is not overwritten: what was shown is compared, not its date") {
    ToolFixture tools;
    with_record(tools, {{"Name", "Old"}, {"Amount", 5}});
    const Json arguments = update({{"Name", "New"}, {"Amount", 6}});
    CallOptions confirmed = ToolFixture::default_options();
    confirmed.preview_token = tools.call(tool, arguments, ToolFixture::preview())["token"];
    const Json meanwhile =
        GENERATE(Json({{"Name", "Theirs"}, {"Amount", 5}}), Json({{"Name", "Old"}, {"Amount", nullptr}}));
    with_record(tools, meanwhile);
    const Json error = tools.call(tool, arguments, confirmed)["error"];
    CHECK(error["code"] == "conflict");
    CHECK_THAT(error["message"].get<std::string>(), Catch::Contains("does not hold any more what was shown"));
    CHECK(patches(tools) == 0);
    with_record(tools, {{"Name", "Old"}, {"Amount", 5}});
    tools.call(tool, arguments, confirmed);
    CHECK(tools.succeeded);
    CHECK(patches(tools) == 1);
}

TEST_CASE("A token of one record confirms no other, though their ids begin alike") {
    ToolFixture tools;
    with_record(tools, {{"Name", "Old"}});
    CallOptions confirmed = ToolFixture::default_options();
    confirmed.preview_token = tools.call(tool, update({{"Name", "New"}}), ToolFixture::preview())["token"];
    Json other = update({{"Name", "New"}});
    std::string id = opportunity_id;
    id[14] = id[14] == 'A' ? 'B' : 'A';
    other["record_id"] = id.substr(0, 15);
    CHECK(tools.call(tool, other, confirmed)["error"]["code"] == "conflict");
    CHECK(patches(tools) == 0);
}

TEST_CASE("A refusal in the body of a success is a refusal of the change") {
    ToolFixture tools;
    with_record(tools, {});
    tools.org.answers["PATCH " + path] = Answer::json(
        R"({"id":null,"success":false,"errors":[{"statusCode":"STRING_TOO_LONG","message":"too long","fields":["Name"]}]})");
    const Json error = tools.call(tool, update({{"Name", "x"}}))["error"];
    CHECK(error["salesforce_code"] == "STRING_TOO_LONG");
    CHECK(error["outcome"] == "rejected");
}

TEST_CASE("An update of an event asks whether it takes whole days, once it moves its time") {
    const std::string event_id = "00UdM00000AbCdEUAV";
    const bool all_day = GENERATE(true, false);
    ToolFixture tools;
    tools.org.answers["GET /sobjects/Event/describe"] = Answer::json(
        describe("Event", "00U",
                 {field("Subject", "string"), field("IsAllDayEvent", "boolean"), field("StartDateTime", "datetime")}));
    tools.org.answers["GET /sobjects/Event/" + event_id] = row({{"IsAllDayEvent", all_day}});
    tools.org.answers["PATCH /sobjects/Event/" + event_id] = done();
    const auto change = [&](Json fields) {
        return tools.call(tool, {{"object_name", "Event"}, {"record_id", event_id}, {"fields", std::move(fields)}});
    };
    change({{"StartDateTime", "2026-12-24T09:00:00+01:00"}});
    CHECK(tools.requests.back().body == (all_day ? R"({"StartDateTime":"2026-12-24T00:00:00.000Z"})"
                                                 : R"({"StartDateTime":"2026-12-24T09:00:00+01:00"})"));
    change({{"Subject", "Moved"}});
    CHECK(tools.asked() == std::vector<std::string>{"PATCH /sobjects/Event/" + event_id});
}

TEST_CASE("An id of another object is refused once this org's describes bear it out") {
    ToolFixture tools;
    const Json result =
        tools.call(tool, {{"object_name", "Opportunity"}, {"record_id", account_id}, {"fields", {{"Name", "x"}}}});
    CHECK(result["error"]["code"] == "invalid_arguments");
    CHECK(result["error"]["did_you_mean"] == Json::array({"Account"}));
    CHECK(patches(tools) == 0);
}

TEST_CASE("A record that is gone is told as such") {
    ToolFixture tools;
    tools.org.answers["PATCH " + path] = refusal(404, "ENTITY_IS_DELETED", "entity is deleted");
    CHECK(tools.call(tool, update({{"Name", "x"}}))["error"]["code"] == "record_deleted");
    tools.org.answers["PATCH " + path] = refusal(404, "NOT_FOUND", "The requested resource does not exist");
    CHECK(tools.call(tool, update({{"Name", "x"}}))["error"]["code"] == "record_not_found");
}

TEST_CASE("The administrator's own words reach the user") {
    ToolFixture tools;
    tools.org.answers["PATCH " + path] = refusal(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                                                 "Close date must not be a Sunday!", {{"fields", {"CloseDate"}}});
    const Json result = tools.call(tool, update({{"CloseDate", "2026-12-31"}}));
    CHECK(result["error"]["code"] == "validation_failed");
    CHECK_THAT(result["error"]["message"].get<std::string>(), Catch::Contains("“Close date must not be a Sunday!”"));
    CHECK(result["error"]["fields"] == Json::array({"CloseDate"}));
}

}  // namespace update_record_test
