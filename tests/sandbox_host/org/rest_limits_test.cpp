#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

TEST_CASE("every answer says how much of the API allowance is used") {
    const RunningOrg org;
    CHECK(org.call("GET", "/limits").headers.at("sforce-limit-info") == "api-usage=1/5000000");
    const HttpAnswer second = org.call("GET", "/limits");
    CHECK(second.headers.at("sforce-limit-info") == "api-usage=2/5000000");
    CHECK(second.document()["DailyApiRequests"] == json{{"Max", 5000000}, {"Remaining", 4999998}});
    CHECK(org.call("GET", "/nonsense").headers.count("sforce-limit-info") == 1);
    const std::string versions = org.tenant().instance_url + "/services/data";
    CHECK(request("GET", versions).headers.count("sforce-limit-info") == 0);
}

TEST_CASE("an allowance that is used up is refused, until it is raised") {
    const RunningOrg org;
    CHECK(org.control("PUT", "/allowance", {{"tenant", "acme"}, {"used", 14999}, {"limit", 15000}}).empty());
    CHECK(org.call("GET", "/limits").status == 200);
    const HttpAnswer refused = org.call("POST", "/sobjects/Task", R"({"Subject":"x"})");
    CHECK(refused.status == 403);
    CHECK(refused.body == R"([{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}])");
    CHECK(refused.headers.at("sforce-limit-info") == "api-usage=15000/15000");
    CHECK(org.call("GET", "/limits", "", {}, "admin", "globex").status == 200);
    org.control("PUT", "/allowance", {{"tenant", "acme"}, {"limit", 20000}});
    CHECK(org.call("GET", "/limits").status == 200);
}

TEST_CASE("an org may be let use more than it has") {
    const RunningOrg org;
    org.control("PUT", "/allowance", {{"tenant", "acme"}, {"used", 15010}, {"limit", 15000}, {"enforced", false}});
    const HttpAnswer reply = org.call("GET", "/limits");
    CHECK(reply.status == 200);
    CHECK(reply.headers.at("sforce-limit-info") == "api-usage=15011/15000");
    CHECK(reply.document()["DailyApiRequests"]["Remaining"] == 0);
}

TEST_CASE("a connected app has an allowance of its own") {
    const RunningOrg org;
    org.control("PUT", "/allowance",
                {{"tenant", "acme"},
                 {"used", 24},
                 {"limit", 15000},
                 {"app", {{"name", "sample-connected-app"}, {"used", 16}, {"limit", 18}}}});
    const HttpAnswer reply = org.call("GET", "/limits");
    CHECK(reply.headers.at("sforce-limit-info") ==
          "api-usage=25/15000; per-app-api-usage=17/18(appName=sample-connected-app)");
    CHECK(reply.document()["DailyApiRequests"]["sample-connected-app"] == json{{"Max", 18}, {"Remaining", 1}});
    CHECK(org.call("GET", "/limits").status == 200);
    CHECK(org.call("GET", "/limits").error_code() == "REQUEST_LIMIT_EXCEEDED");
    org.control("PUT", "/allowance", {{"tenant", "acme"}, {"app", nullptr}});
    CHECK(org.call("GET", "/limits").headers.at("sforce-limit-info") == "api-usage=27/15000");
}

TEST_CASE("the limits nest where Salesforce's do") {
    const RunningOrg org;
    const json limits = org.call("GET", "/limits").document();
    CHECK(limits.size() == 32);
    for (const auto& [name, limit] : limits.items()) {
        INFO(name);
        CHECK(limit.contains("Max"));
        CHECK(limit.contains("Remaining"));
    }
    CHECK(limits["PermissionSets"]["CreateCustom"]["Max"] == 1000);
}

TEST_CASE("a description's 304 hides a change of permissions") {
    const RunningOrg org;
    const auto fields = [](const HttpAnswer& reply) { return reply.document()["fields"].size(); };
    const auto describe = [&](const HttpHeaders& headers) {
        return org.call("GET", "/sobjects/Account/describe", "", headers, "rep");
    };
    const HttpAnswer before = describe({});
    const std::string date = before.headers.at("last-modified");
    const std::string list_date = org.call("GET", "/sobjects", "", {}, "rep").headers.at("last-modified");

    const json rights = {{"objects", {{"*", "CRU"}}}, {"hidden", {"Account.Margin__c", "Account.Phone"}}};
    CHECK(org.control("PUT", "/profiles", {{"tenant", "acme"}, {"profile", "Sales User"}, {"rights", rights}}).empty());

    // The date is the schema's, which is as it was; who believes it goes on with a field that no longer exists.
    CHECK(describe({{"If-Modified-Since", date}}).status == 304);
    const HttpAnswer after = describe({});
    CHECK(after.headers.at("last-modified") == date);
    CHECK(after.headers.at("etag") != before.headers.at("etag"));
    CHECK(fields(after) + 1 == fields(before));
    CHECK(org.call("GET", "/query?q=SELECT+Phone+FROM+Account", "", {}, "rep").error_code() == "INVALID_FIELD");
    CHECK(org.call("GET", "/query?q=SELECT+Phone+FROM+Account").status == 200);
    // The list of objects notices.
    CHECK(org.call("GET", "/sobjects", "", {{"If-Modified-Since", list_date}}, "rep").status == 200);
}

TEST_CASE("the list of objects is cached by date") {
    const RunningOrg org;
    const HttpAnswer list = org.call("GET", "/sobjects");
    const std::string date = list.headers.at("last-modified");
    const HttpAnswer again = org.call("GET", "/sobjects/", "", {{"If-Modified-Since", date}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
}

TEST_CASE("settings that make no sense are refused in words") {
    const RunningOrg org;
    const auto error = [&](const std::string& path, const json& body) {
        return org.control("PUT", path, body)["error"].get<std::string>();
    };
    CHECK(error("/allowance", {{"limit", 1}}) == "\"tenant\" names no tenant");
    CHECK(error("/allowance", {{"tenant", "acme"}, {"limit", "many"}}).find("type must be number") !=
          std::string::npos);
    CHECK(error("/allowance", json::array()) == "the body must be a JSON object");
    CHECK(error("/profiles", {{"tenant", "acme"}, {"profile", "Nobody"}, {"rights", json::object()}}) ==
          "acme has no profile \"Nobody\"");
    CHECK(error("/profiles",
                {{"tenant", "acme"}, {"profile", "Sales User"}, {"rights", {{"hidden", {"Account.Nmae"}}}}}) ==
          "profile \"Sales User\": there is no field Account.Nmae");
    CHECK(error("/proxy", {{"drop", 1}}) == "the proxy has no rule \"drop\"");
    CHECK(error("/proxy", {{"throttle", {{"requests", 1}, {"seconds", 0}}}}) ==
          "a throttle allows 0 (all) or more requests in 1 or more seconds");
    CHECK(org.control("GET", "/allowance")["error"] == "PUT");
}

TEST_CASE("userinfo and identity tell the user as Salesforce does") {
    const RunningOrg org;
    const std::string base = org.tenant().instance_url;
    const HttpHeaders token = {{"Authorization", "Bearer " + org.user("acme", "emea").access_token}};
    const json user = request("GET", base + "/services/oauth2/userinfo", token).document();
    std::vector<std::string> names;
    for (const auto& [name, value] : user.items()) names.push_back(name);
    CHECK(names == std::vector<std::string>{"active",
                                            "address",
                                            "email",
                                            "email_verified",
                                            "family_name",
                                            "given_name",
                                            "is_salesforce_integration_user",
                                            "language",
                                            "locale",
                                            "name",
                                            "nickname",
                                            "organization_id",
                                            "photos",
                                            "picture",
                                            "preferred_username",
                                            "profile",
                                            "sub",
                                            "updated_at",
                                            "urls",
                                            "user_id",
                                            "user_type",
                                            "utcOffset",
                                            "zoneinfo"});
    CHECK(user["zoneinfo"] == "Europe/Berlin");
    CHECK(user["utcOffset"] == 3'600'000);
    CHECK(user["photos"]["thumbnail"] == base + "/profilephoto/005/T");
    CHECK(user["urls"].size() == 17);
    CHECK(user["updated_at"].get<std::string>().size() == 20);
    const json identity = request("GET", user["sub"].get<std::string>(), token).document();
    CHECK(identity["nick_name"] == user["nickname"]);
    CHECK(identity["utcOffset"] == user["utcOffset"]);
    CHECK(identity["last_modified_date"] == user["updated_at"]);
}
