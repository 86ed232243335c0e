#include "tests/plugin/tool_fixture.hpp"

#include "tests/plugin/strict_output.hpp"

#include <catch2/catch.hpp>

namespace alysio::salesforce::tests {

Json field(std::string name, std::string type, Json more) {
    Json json = {{"name", name},
                 {"label", name},
                 {"type", type},
                 {"createable", true},
                 {"updateable", true},
                 {"filterable", true},
                 {"groupable", true},
                 {"nillable", true},
                 {"referenceTo", Json::array()},
                 {"picklistValues", Json::array()},
                 {"relationshipName", nullptr}};
    json.update(more);
    return json;
}

Json picklist(std::string name, const std::vector<std::string>& values, Json more) {
    Json entries = Json::array();
    for (const std::string& value : values) {
        entries.push_back(
            {{"active", true}, {"defaultValue", false}, {"label", value}, {"validFor", nullptr}, {"value", value}});
    }
    Json json = field(std::move(name), "picklist");
    json["picklistValues"] = entries;
    json.update(more);
    return json;
}

std::string describe(std::string object, std::string prefix, std::vector<Json> fields, Json more) {
    Json json = {{"name", object},
                 {"label", object},
                 {"keyPrefix", nullptr},
                 {"queryable", true},
                 {"createable", true},
                 {"updateable", true},
                 {"layoutable", true},
                 {"customSetting", false},
                 {"urls", {{"uiDetailTemplate", "https://acme.my.salesforce.com/{ID}"}}},
                 {"childRelationships", Json::array()},
                 {"recordTypeInfos", Json::array()}};
    if (!prefix.empty()) json["keyPrefix"] = prefix;
    json["fields"] = fields;
    json.update(more);
    return json.dump();
}

Answer refusal(std::uint32_t status, std::string code, std::string message, Json more) {
    Json error = {{"message", message}, {"errorCode", code}};
    error.update(more);
    return Answer::json(Json::array({error}).dump(), status);
}

Answer row(Json fields) {
    return Answer::json(fields.dump());
}

namespace {

const Json read_only = {{"createable", false}, {"updateable", false}};

std::string account_describe() {
    return describe(
        "Account", "001",
        {field("Id", "id", read_only), field("Name", "string", {{"length", 255}, {"nillable", false}}),
         field("Phone", "phone", {{"length", 40}}),
         field("AnnualRevenue", "currency", {{"label", "Annual Revenue"}, {"precision", 18}, {"scale", 0}}),
         field("ARR__c", "currency", {{"label", "Annual Recurring Revenue"}, {"precision", 16}, {"scale", 2}}),
         picklist("Industry", {"Banking", "Energy"}),
         picklist("Rating", {"Hot", "Warm", "Cold"}, {{"restrictedPicklist", true}}),
         field("OwnerId", "reference",
               {{"referenceTo", {"User"}},
                {"relationshipName", "Owner"},
                {"nillable", false},
                {"defaultedOnCreate", true}}),
         field("CreatedDate", "datetime", read_only), field("LastModifiedDate", "datetime", read_only)});
}

std::string opportunity_describe() {
    return describe("Opportunity", "006",
                    {field("Id", "id", read_only), field("Name", "string", {{"length", 120}, {"nillable", false}}),
                     picklist("StageName", {"Prospecting", "Negotiation/Review", "Closed Won"},
                              {{"label", "Stage"}, {"nillable", false}}),
                     field("CloseDate", "date", {{"label", "Close Date"}, {"nillable", false}}),
                     field("Amount", "currency", {{"precision", 18}, {"scale", 2}}),
                     field("Probability", "percent", {{"updateable", false}}), field("Reminder__c", "datetime"),
                     picklist("Tags__c", {"New", "Old", "Big deal"}, {{"type", "multipicklist"}}),
                     field("AccountId", "reference", {{"referenceTo", {"Account"}}, {"relationshipName", "Account"}}),
                     field("LastModifiedDate", "datetime", read_only)});
}

}  // namespace

Org::Org() {
    answers["GET /"] = row({{"identity", "https://login.salesforce.com/id/00DdM00000vfgTuUAI/005dM00000abcdeQAA"}});
    answers["GET /sobjects/User/005dM00000abcdeQAA"] =
        row({{"Name", "Ann Lee"}, {"TimeZoneSidKey", "America/New_York"}});
    answers["GET /sobjects/Account/describe"] = Answer::json(account_describe());
    answers["GET /sobjects/Opportunity/describe"] = Answer::json(opportunity_describe());
    for (const char* object : {"Account", "Opportunity"}) {
        answers[std::string("GET /sobjects/") + object + "/describe"].headers.emplace_back(
            "last-modified", "Mon, 04 May 2026 10:00:00 GMT");
    }
    queries.emplace_back("IsPersonAccount",
                         refusal(400, "INVALID_FIELD", "No such column 'IsPersonAccount' on entity 'Account'."));
}

Answer Org::operator()(const SeenRequest& request) const {
    if (request.path == "/query") {
        for (const auto& [part, answer] : queries) {
            if (request.query_value("q").find(part) != std::string::npos) return answer;
        }
        return row({{"totalSize", 0}, {"done", true}, {"records", Json::array()}});
    }
    const auto found = answers.find(request.method + " " + request.path);
    if (found != answers.end()) return found->second;
    return refusal(404, "NOT_FOUND", "The requested resource does not exist");
}

ToolFixture::ToolFixture() : host(*alysio_plugin_v1()) {
    host.on_request = [this](const SeenRequest& request) { return org(request); };
    REQUIRE(host.create() == ALYSIO_OK);
}

CallOptions ToolFixture::default_options() {
    CallOptions options;
    options.web_url = "https://acme.my.salesforce.com";
    return options;
}

CallOptions ToolFixture::preview() {
    CallOptions options = default_options();
    options.intent = ALYSIO_INTENT_PREVIEW;
    return options;
}

Json ToolFixture::call(const std::string& tool, const Json& arguments, CallOptions options) {
    return call_text(tool, arguments.dump(), std::move(options));
}

Json ToolFixture::call_text(const std::string& tool, const std::string& arguments, CallOptions options) {
    const std::size_t before = host.requests.size();
    const bool executed = options.intent == ALYSIO_INTENT_EXECUTE;
    testing::TestCall& call = host.call(tool, arguments, std::move(options));
    host.run();
    requests.assign(host.requests.begin() + static_cast<std::ptrdiff_t>(before), host.requests.end());
    INFO(call.result);
    CHECK(host.misuse.empty());
    CHECK(host.open_requests() == 0);
    CHECK(host.open_timers() == 0);
    REQUIRE(call.finished);
    CHECK(call.result.find('\n') == std::string::npos);
    succeeded = call.kind == ALYSIO_RESULT_SUCCESS;
    Json result = Json::parse(call.result);
    if (!succeeded) {
        CHECK(result["error"]["code"].is_string());
        CHECK(result["error"]["guidance"].is_string());
        CHECK(result["error"]["outcome"].is_string());
    } else if (executed) {
        const sdk::Schema schema(strict_output(tool_named(tool)));
        for (const sdk::Violation& violation : schema.validate(result)) {
            FAIL_CHECK(violation.pointer << ": " << violation.message);
        }
    }
    return result;
}

std::vector<std::string> ToolFixture::asked() const {
    std::vector<std::string> lines;
    for (const SeenRequest& request : requests) lines.push_back(request.method + " " + request.path);
    return lines;
}

const alysio_tool& tool_named(std::string_view name) {
    const alysio_plugin& plugin = *alysio_plugin_v1();
    for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
        if (sdk::view(plugin.tools[i]->name) == name) return *plugin.tools[i];
    }
    FAIL("no tool " << name);
    return *plugin.tools[0];
}

}  // namespace alysio::salesforce::tests
