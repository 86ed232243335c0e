#include "sandbox_host/org/config/tenants_file.hpp"
#include "sandbox_host/org/paragon/permissions.hpp"
#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

#include <ctime>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

std::string permitted(const RunningOrg& org, const OrgUser& user, const json& permissions) {
    const auto now = std::time(nullptr);
    return signed_jwt({{"alg", "RS256"}, {"typ", "JWT"}},
                      {{"sub", user.connected_user},
                       {"aud", "useparagon.com/" + org.connection().project_id},
                       {"iat", now},
                       {"exp", now + 60},
                       {"urn:useparagon:connect:permissions", permissions}},
                      org.connection().private_key);
}

}  // namespace

TEST_CASE("the proxy keeps request headers to itself where it is told to") {
    OrgServerOptions options;
    options.records = 400;
    const RunningOrg org(options);
    const std::string token = org.user_token(org.user().connected_user);
    const auto rows = [&] {
        return org
            .proxied("GET", "/query?q=SELECT+Id+FROM+Opportunity", token, "", "",
                     {{"Sforce-Query-Options", "batchSize=200"}, {"X-Paragon-Use-Raw-Response", "1"}})
            .document()["records"]
            .size();
    };
    CHECK(rows() == 200);
    org.control("PUT", "/proxy", {{"drop_request_headers", {"sforce-query-options"}}});
    CHECK(rows() == 400);
    org.control("PUT", "/proxy", json::object());
    CHECK(rows() == 200);
}

TEST_CASE("the proxy keeps response headers to itself where it is told to") {
    const RunningOrg org;
    const std::string token = org.user_token(org.user().connected_user);
    const auto describe = [&] {
        return org.proxied("GET", "/sobjects/Account/describe", token, "", "", {{"X-Paragon-Use-Raw-Response", "1"}});
    };
    CHECK(describe().headers.count("sforce-limit-info") == 1);
    org.control("PUT", "/proxy", {{"drop_response_headers", {"Sforce-Limit-Info", "Last-Modified", "Retry-After"}}});
    const HttpAnswer bare = describe();
    CHECK(bare.status == 200);
    CHECK(bare.headers.count("sforce-limit-info") == 0);
    CHECK(bare.headers.count("last-modified") == 0);
    CHECK(bare.headers.count("etag") == 1);
    org.control("POST", "/faults", {{"status", 429}, {"headers", {{"Retry-After", "7"}}}});
    const HttpAnswer throttled = describe();
    CHECK(throttled.status == 429);
    CHECK(throttled.headers.count("retry-after") == 0);
    // The instance itself is no proxy.
    CHECK(org.call("GET", "/limits").headers.count("sforce-limit-info") == 1);
}

TEST_CASE("a throttled project is told when to come again, by the proxy's own object") {
    const RunningOrg org;
    org.control("PUT", "/clock", {{"now", "2026-05-01T12:00:00Z"}});
    org.control("PUT", "/proxy", {{"throttle", {{"requests", 2}, {"seconds", 60}}}});
    const std::string token = org.user_token(org.user().connected_user);
    const auto ask = [&] { return org.proxied("GET", "/limits", token, ""); };
    CHECK(ask().status == 200);
    org.control("PUT", "/clock", {{"now", "2026-05-01T12:00:20Z"}});
    CHECK(ask().status == 200);
    const HttpAnswer throttled = ask();
    CHECK(throttled.status == 429);
    CHECK(throttled.headers.at("retry-after") == "40");
    CHECK(throttled.body ==
          R"({"message":"Too many requests for this project.","code":"rate_limit_exceeded","status":429,"meta":{}})");
    // Who has no good token uses none of it up.
    CHECK(org.proxied("GET", "/limits", "forged", "").status == 401);
    org.control("PUT", "/clock", {{"now", "2026-05-01T12:01:00Z"}});
    CHECK(ask().status == 200);
}

TEST_CASE("a tenants file may say how its proxy behaves") {
    const std::string users = R"("tenants":{"a":{"users":{}}}})";
    const auto config =
        TenantsFile::load(R"({"project":{"id":"p"},"proxy":{"throttle":{"requests":5,"seconds":1}},)" + users);
    REQUIRE(config);
    CHECK(config->proxy.requests == 5);
    CHECK(TenantsFile::load(R"({"project":{"id":"p"},"proxy":{"throtle":1},)" + users).error().message ==
          "the proxy has no rule \"throtle\"");
}

TEST_CASE("a user token may narrow what it is good for") {
    const RunningOrg org;
    const OrgUser& admin = org.user();
    const std::string credential = "credential:" + admin.credential;
    const std::vector<std::pair<json, int>> cases = {
        {{{"integration:salesforce", true}}, 200},
        {{{"integration:*", true}}, 200},
        {{{"integration:*", true}, {"integration:salesforce", false}}, 403},
        {{{"integration:hubspot", true}}, 403},
        {json::object(), 403},
        {{{"integration:salesforce", {{credential, true}}}}, 200},
        {{{"integration:salesforce", {{credential, {"credential:write"}}}}}, 200},
        {{{"integration:salesforce", {{"credential:*", true}, {credential, json::array()}}}}, 403},
        {{{"integration:salesforce", {{"credential:*", true}}}}, 200},
        {{{"integration:salesforce", {{"credential:other", true}}}}, 403},
        {"everything", 403}};
    for (const auto& [permissions, status] : cases) {
        INFO(permissions);
        const HttpAnswer reply = org.proxied("GET", "/limits", permitted(org, admin, permissions), admin.credential);
        CHECK(reply.status == status);
        if (status == 403) CHECK(reply.document()["code"] == "7210");
    }
}

TEST_CASE("what no one can read permits nothing") {
    CHECK(permits("", "salesforce", "c"));
    CHECK_FALSE(permits("{", "salesforce", "c"));
    CHECK_FALSE(permits("null", "salesforce", "c"));
}
