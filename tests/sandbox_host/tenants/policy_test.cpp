// What a tenant's policy promises, against what a plugin's manifest declares: a rule is enforced or refused, and
// nothing is let through in between.

#include "sandbox_host/tenants/access.hpp"
#include "sandbox_host/tenants/enforcement.hpp"
#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {
namespace {

// A plugin that is not Salesforce's: one endpoint for each way to say, or not to say, what it touches.
const std::string crm = R"({"endpoints":[
    {"endpoint":"GET /me","unrestricted":"it says who is asking"},
    {"endpoint":"GET /contacts/{id}","query":["fields"],"object":"contact","fields":"?fields"},
    {"endpoint":"GET /records","query":["type","fields"],"object":"?type","fields":"?fields"},
    {"endpoint":"GET /records/{type}/schema","object":"{type}","unrestricted":"it holds no values"},
    {"endpoint":"POST /contacts","object":"contact","fields":"#/properties"},
    {"endpoint":"POST /records","object":"#/type","fields":"#/fields"},
    {"endpoint":"PATCH /records/{type}/{id}","object":"{type}","fields":"#"}]})";

AccessRule denying_object(std::string object) {
    return {{}, {std::move(object)}, {}, {}};
}
AccessRule denying_field(std::string field) {
    return {{}, {}, {std::move(field)}, {}};
}
AccessRule allowing(std::vector<std::string> objects) {
    return {std::move(objects), {}, {}, {}};
}

// "ok", or what is denied.
std::string asked(const std::string& policy, const connection::RequestView& request, const AccessRule& read,
                  const AccessRule& write) {
    const auto endpoints = policy_of(policy);
    const auto match = endpoints->match(request);
    REQUIRE(match);
    const auto checked = AccessPolicy("acme", read, write).check(request, *match, *endpoints);
    if (checked) return "ok";
    CHECK(checked.error().status == ALYSIO_E_DENIED);
    CHECK_FALSE(checked.error().message.empty());
    return checked.error().subject;
}

std::string read(const AccessRule& rule, std::string_view path, std::vector<connection::PairView> query = {}) {
    return asked(crm, get(path, std::move(query)), rule, {});
}
std::string written(const AccessRule& rule, const connection::RequestView& request) {
    return asked(crm, request, {}, rule);
}

// The rules that are refused, as "read/denied_objects: GET /x"; a line each.
std::string refused(const std::string& endpoints, const AccessRule& read, const AccessRule& write) {
    TenantConfig tenant;
    tenant.name = "acme";
    tenant.read = read;
    tenant.write = write;
    std::string lines;
    for (const auto& error : unenforceable_rules(tenant, *policy_of(R"({"endpoints":[)" + endpoints + "]}"))) {
        constexpr std::string_view before = "/tenants/acme/policy/";
        REQUIRE(error.pointer.rfind(before, 0) == 0);
        const auto on = error.message.find("cannot be enforced on ");
        REQUIRE(on != std::string::npos);
        const auto names = error.message.substr(on + 22, error.message.find(": the plugin's") - on - 22);
        lines += (lines.empty() ? "" : "\n") + error.pointer.substr(before.size()) + ": " + names;
    }
    return lines;
}

}  // namespace

TEST_CASE("a rule is refused on each endpoint that does not declare what the rule is about") {
    const AccessRule none;
    const auto objects = denying_object("salary");
    const auto nothing = allowing({});
    const auto email = denying_field("contact.email");
    const auto every_email = denying_field("*.email");
    const std::string undeclared = R"({"endpoint":"GET /search","query":["q"]})";
    const std::string without_fields = R"({"endpoint":"GET /contacts/{id}","object":"contact"})";
    const std::string other_object = R"({"endpoint":"GET /companies/{id}","object":"company"})";
    const std::string any_object = R"({"endpoint":"GET /records/{type}","object":"{type}"})";
    const std::string free = R"({"endpoint":"GET /me","unrestricted":"no records"})";
    const std::string free_of_fields =
        R"({"endpoint":"GET /count/{type}","object":"{type}","unrestricted":"a number"})";
    const std::string whole =
        R"({"endpoint":"GET /records/{type}","query":["fields"],"object":"{type}","fields":"?fields"})";
    const std::string open_key =
        R"({"endpoint":"GET /deals","query":["fields","expand"],"object":"deal","fields":"?fields"})";
    const std::string reasoned_key =
        R"({"endpoint":"GET /deals","query":["fields","limit"],"object":"deal","fields":"?fields",
            "unrestricted":"limit is a number"})";
    const std::string undeclared_write = R"({"endpoint":"POST /import"})";
    const std::string write_without_fields = R"({"endpoint":"POST /contacts","object":"contact"})";
    struct Row {
        std::string endpoints;
        AccessRule read;
        AccessRule write;
        std::string refused;
    };
    const std::vector<Row> rows = {
        {undeclared, none, none, ""},
        {undeclared, none, objects, ""},
        {undeclared, objects, none, "read/denied_objects: GET /search"},
        {undeclared, nothing, none, "read/allowed_objects: GET /search"},
        {undeclared, email, none, "read/denied_fields/0: GET /search"},
        {undeclared + "," + R"({"endpoint":"GET /feed"})", objects, none,
         "read/denied_objects: GET /search, GET /feed"},
        {without_fields, objects, none, ""},
        {without_fields, email, none, "read/denied_fields/0: GET /contacts/{id}"},
        {without_fields, every_email, none, "read/denied_fields/0: GET /contacts/{id}"},
        {other_object, email, none, ""},
        {other_object, every_email, none, "read/denied_fields/0: GET /companies/{id}"},
        {any_object, objects, none, ""},
        {any_object, email, none, "read/denied_fields/0: GET /records/{type}"},
        {free + "," + free_of_fields + "," + whole, objects, none, ""},
        {free + "," + free_of_fields + "," + whole, nothing, none, ""},
        {free + "," + free_of_fields + "," + whole, every_email, none, ""},
        {undeclared_write, objects, none, ""},
        {undeclared_write, none, objects, "write/denied_objects: POST /import"},
        {undeclared_write, none, nothing, "write/allowed_objects: POST /import"},
        {undeclared_write, none, email, "write/denied_fields/0: POST /import"},
        {write_without_fields, none, objects, ""},
        {write_without_fields, none, email, "write/denied_fields/0: POST /contacts"},
        {write_without_fields, none, denying_field("company.name"), ""},
        {open_key, none, none, ""},
        {open_key, objects, none, "read/denied_objects: GET /deals?expand"},
        {open_key, denying_field("contact.email"), none, "read/denied_fields/0: GET /deals?expand"},
        {reasoned_key, objects, none, ""},
        {reasoned_key, every_email, none, ""},
        {undeclared + "," + undeclared_write, objects, nothing,
         "read/denied_objects: GET /search\nwrite/allowed_objects: POST /import"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.endpoints);
        CHECK(refused(row.endpoints, row.read, row.write) == row.refused);
    }
}

TEST_CASE("a manifest that declares everything can be held to every rule") {
    TenantConfig tenant;
    tenant.name = "acme";
    tenant.read = tenant.write = {std::vector<std::string>{}, {"*"}, {"*.*"}, {}};
    CHECK(unenforceable_rules(tenant, *policy_of(crm)).empty());
}

TEST_CASE("an object is denied wherever an endpoint says that it stands") {
    const auto rule = denying_object("contact");
    CHECK(read(rule, "/me") == "ok");
    CHECK(read(rule, "/contacts/7") == "contact");
    CHECK(read(rule, "/records", {{"type", "Contact"}}) == "Contact");
    CHECK(read(rule, "/records", {{"type", "company"}}) == "ok");
    CHECK(read(rule, "/records/contact/schema") == "contact");
    CHECK(written(rule, post("/contacts", R"({"properties":{}})")) == "contact");
    CHECK(written(rule, post("/records", R"({"type":"contact","fields":{}})")) == "contact");
    CHECK(written(rule, post("/records", R"({"type":"company","fields":{}})")) == "ok");
    CHECK(written(rule, patch("/records/contact/7", "{}")) == "contact");
}

TEST_CASE("with an empty list of objects nothing is read or written") {
    const auto rule = allowing({});
    CHECK(read(rule, "/me") == "ok");
    CHECK(read(rule, "/contacts/7") == "contact");
    CHECK(read(rule, "/records", {{"type", "company"}}) == "company");
    CHECK(written(rule, post("/contacts", R"({"properties":{}})")) == "contact");
    CHECK(written(rule, post("/records", R"({"type":"company"})")) == "company");
}

TEST_CASE("a request that does not say its object, or says several, is denied where a rule is about objects") {
    const auto rule = denying_object("salary");
    CHECK(read(rule, "/records") == "GET /records");
    CHECK(read(rule, "/records", {{"type", ""}}) == "");
    CHECK(read(rule, "/records", {{"type", "contact,salary"}}) == "contact,salary");
    CHECK(read(rule, "/records", {{"type", "salary "}}) == "salary ");
    const auto body = GENERATE(values<std::string>(
        {R"({})", R"({"type":7})", R"({"type":["salary"]})", R"({"type":{"name":"salary"}})", R"({"Type":"salary"})",
         R"({"type":"salary","type":"contact","fields":{}})", "[]", "", R"({"type":"contact"} {"type":"salary"})"}));
    CAPTURE(body);
    CHECK(written(rule, post("/records", body)) != "ok");
    CHECK(read({}, "/records") == "ok");
}

TEST_CASE("a denied field is neither read nor written, wherever an endpoint says that fields stand") {
    const auto rule = denying_field("*.email");
    CHECK(read(rule, "/contacts/7", {{"fields", "name,phone"}}) == "ok");
    CHECK(read(rule, "/contacts/7", {{"fields", "name,Email"}}) == "contact.Email");
    CHECK(read(rule, "/contacts/7") == "contact");
    CHECK(read(rule, "/records", {{"type", "company"}, {"fields", "email"}}) == "company.email");
    CHECK(read(rule, "/records/company/schema") == "ok");
    CHECK(written(rule, post("/contacts", R"({"properties":{"name":"x"}})")) == "ok");
    CHECK(written(rule, post("/contacts", R"({"properties":{"email":"x"}})")) == "contact.email");
    CHECK(written(rule, post("/contacts", R"({"properties":["name","email"]})")) == "contact.email");
    CHECK(written(rule, post("/contacts", "{}")) == "contact");
    CHECK(written(rule, post("/contacts", R"({"email":"x"})")) == "/email");
    CHECK(written(rule, post("/contacts", R"({"properties":"email"})")) == "contact");
    CHECK(written(rule, post("/contacts", R"({"properties":{"email":"x"},"properties":{}})")) == "contact");
    CHECK(written(rule, post("/records", R"({"type":"company","fields":{"EMAIL":"x"}})")) == "company.EMAIL");
    CHECK(written(rule, patch("/records/company/7", R"({"email":"x"})")) == "company.email");
    CHECK(written(denying_field("company.email"), post("/contacts", R"({"properties":{"email":"x"}})")) == "ok");
}

TEST_CASE("what stands beside the declared places of a body is denied where a rule is about it") {
    const auto rule = denying_field("*.email");
    CHECK(written(rule, post("/contacts", R"({"properties":{},"associations":[{"email":"x"}]})")) == "/associations");
    CHECK(written(rule, post("/records", R"({"type":"company","fields":{},"a/b":1})")) == "/a~1b");
    CHECK(written({}, post("/contacts", R"({"properties":{},"associations":[]})")) == "ok");
    const std::string policy = R"({"endpoints":[
        {"endpoint":"POST /deep","object":"#/record/type","fields":"#/record/fields"},
        {"endpoint":"POST /reasoned","object":"#/type","fields":"#/fields","unrestricted":"the rest are options"}]})";
    const auto deep = [&](std::string_view body) { return asked(policy, post("/deep", body), {}, rule); };
    CHECK(deep(R"({"record":{"type":"contact","fields":{"name":"x"}}})") == "ok");
    CHECK(deep(R"({"record":{"type":"contact","fields":{"email":"x"}}})") == "contact.email");
    CHECK(deep(R"({"record":{"type":"contact","fields":{},"more":1}})") == "/record/more");
    CHECK(deep(R"({"record":{"type":"contact","fields":{}},"more":1})") == "/more");
    CHECK(asked(policy, post("/reasoned", R"({"type":"contact","fields":{},"more":1})"), {}, rule) == "ok");
}

TEST_CASE("what reached an endpoint that declares nothing is denied, should it ever be served") {
    const std::string undeclared = R"({"endpoints":[{"endpoint":"GET /search","query":["q"]},
        {"endpoint":"GET /contacts/{id}","object":"contact"},{"endpoint":"POST /import"},
        {"endpoint":"GET /deals","query":["expand"],"object":"deal"}]})";
    const auto search = get("/search", {{"q", "FIND {x} RETURNING Salary__c"}});
    CHECK(asked(undeclared, search, denying_object("Salary__c"), {}) == "GET /search");
    CHECK(asked(undeclared, search, denying_field("*.email"), {}) == "GET /search");
    CHECK(asked(undeclared, get("/contacts/7"), denying_field("*.email"), {}) == "contact");
    CHECK(asked(undeclared, post("/import", "{}"), {}, allowing({})) == "POST /import");
    CHECK(asked(undeclared, get("/deals", {{"expand", "salary"}}), denying_object("salary"), {}) == "deal");
    CHECK(asked(undeclared, search, {}, {}) == "ok");
    CHECK(asked(undeclared, post("/import", "{}"), {}, {}) == "ok");
}

TEST_CASE("what the manifest lets nobody write is found wherever the object stands") {
    const std::string policy = R"({"write_denied":["user*"],"endpoints":[
        {"endpoint":"POST /records","object":"#/type"},
        {"endpoint":"PATCH /records/{type}/{id}","object":"{type}"},
        {"endpoint":"POST /users","object":"user"},
        {"endpoint":"POST /events","unrestricted":"it writes no record"}]})";
    CHECK(asked(policy, post("/records", R"({"type":"UserRole"})"), {}, {}) == "UserRole");
    CHECK(asked(policy, post("/records", R"({"type":"contact"})"), {}, {}) == "ok");
    CHECK(asked(policy, post("/records", R"({})"), {}, {}) == "POST /records");
    CHECK(asked(policy, post("/records", R"({"type":"user","type":"contact"})"), {}, {}) == "contact");
    CHECK(asked(policy, patch("/records/user/7", "{}"), {}, {}) == "user");
    CHECK(asked(policy, post("/users", "{}"), {}, {}) == "user");
    CHECK(asked(policy, post("/events", "{}"), {}, {}) == "ok");
}

}  // namespace alysio::sandbox::tenants
