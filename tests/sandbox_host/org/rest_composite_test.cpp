#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

json part(const std::string& method, const std::string& path, const std::string& reference,
          const json& body = nullptr) {
    json request = {{"method", method}, {"url", "/services/data/v63.0" + path}, {"referenceId", reference}};
    if (!body.is_null()) request["body"] = body;
    return request;
}

json composite(const RunningOrg& org, const json& parts, bool all_or_none = false) {
    const HttpAnswer reply =
        org.call("POST", "/composite", json{{"allOrNone", all_or_none}, {"compositeRequest", parts}}.dump());
    REQUIRE(reply.status == 200);
    return reply.document()["compositeResponse"];
}

int count(const RunningOrg& org, const std::string& object) {
    return org.query("SELECT COUNT() FROM " + object)["totalSize"];
}

}  // namespace

TEST_CASE("the parts of a composite request run in order, and know what came before") {
    const RunningOrg org;
    const json parts = composite(
        org, {part("POST", "/sobjects/Account", "account", {{"Name", "Endframe"}, {"ARR__c", 139000000}}),
              part("POST", "/sobjects/Contact", "contact", {{"LastName", "Hendricks"}, {"AccountId", "@{account.id}"}}),
              part("GET", "/query?q=SELECT+Id,ARR__c+FROM+Account+WHERE+Id='@{account.id}'", "found"),
              part("PATCH", "/sobjects/Contact/@{contact.id}", "patched", {{"Title", "CEO of @{found.totalSize}"}}),
              part("GET", "/sobjects/Contact/@{contact.id}?fields=Title,AccountId", "read")});
    CHECK(parts[0]["httpStatusCode"] == 201);
    CHECK(parts[0]["referenceId"] == "account");
    CHECK(parts[0]["httpHeaders"]["Location"] ==
          "/services/data/v63.0/sobjects/Account/" + parts[0]["body"]["id"].get<std::string>());
    CHECK(parts[2]["body"]["records"][0]["Id"] == parts[0]["body"]["id"]);
    CHECK(
        parts[3] ==
        json{{"body", nullptr}, {"httpHeaders", json::object()}, {"httpStatusCode", 204}, {"referenceId", "patched"}});
    CHECK(parts[4]["body"]["Title"] == "CEO of 1");
    CHECK(parts[4]["body"]["AccountId"] == parts[0]["body"]["id"]);
}

TEST_CASE("a composite request counts once, and its answers keep their spelling of numbers") {
    const RunningOrg org;
    REQUIRE(org.call("POST", "/sobjects/Account", R"({"Name":"Big","ARR__c":139000000})").status == 201);
    const json request = {
        {"compositeRequest",
         {part("GET", "/query?q=SELECT+ARR__c+FROM+Account+WHERE+Name='Big'", "a"), part("GET", "/limits", "b")}}};
    const HttpAnswer reply = org.call("POST", "/composite", request.dump());
    CHECK(reply.body.find(R"("ARR__c":1.39E8)") != std::string::npos);
    CHECK(reply.headers.at("sforce-limit-info").rfind("api-usage=2/", 0) == 0);
}

TEST_CASE("a query too long for a URL goes in a composite request") {
    const RunningOrg org;
    std::string soql = "SELECT COUNT() FROM Account WHERE Name IN ('x'";
    while (soql.size() < 20'000) soql += ",'" + std::string(100, 'y') + "'";
    const json parts = composite(org, json::array({part("GET", "/query?q=" + url_encoded(soql + ")"), "long")}));
    CHECK(parts[0]["httpStatusCode"] == 200);
    CHECK(parts[0]["body"]["totalSize"] == 0);
}

TEST_CASE("where a part fails, what refers to it is halted and the rest goes on") {
    const RunningOrg org;
    const int tasks = count(org, "Task");
    const json parts = composite(org, {part("POST", "/sobjects/Account", "account", {{"Nmae", "x"}}),
                                       part("POST", "/sobjects/Contact", "contact", {{"AccountId", "@{account.id}"}}),
                                       part("POST", "/sobjects/Task", "task", {{"Subject", "x"}})});
    CHECK(parts[0]["body"][0]["errorCode"] == "INVALID_FIELD");
    CHECK(parts[1]["body"][0]["errorCode"] == "PROCESSING_HALTED");
    CHECK(parts[1]["body"][0]["message"] == "Invalid reference specified. No value for account.id found in account");
    CHECK(parts[2]["httpStatusCode"] == 201);
    CHECK(count(org, "Task") == tasks + 1);
}

TEST_CASE("with allOrNone a composite request that fails leaves nothing behind") {
    const RunningOrg org;
    const int tasks = count(org, "Task");
    const json parts = composite(org,
                                 {part("POST", "/sobjects/Task", "one", {{"Subject", "x"}}),
                                  part("POST", "/sobjects/Task", "two", {{"Sub", "x"}}),
                                  part("POST", "/sobjects/Task", "three", {{"Subject", "x"}})},
                                 true);
    CHECK(parts[0]["body"][0]["errorCode"] == "PROCESSING_HALTED");
    CHECK(parts[0]["body"][0]["message"] ==
          "The transaction was rolled back since another operation in the same transaction failed.");
    CHECK(parts[1]["body"][0]["errorCode"] == "INVALID_FIELD");
    CHECK(parts[2]["httpStatusCode"] == 400);
    CHECK(count(org, "Task") == tasks);
}

TEST_CASE("a reference that leads nowhere is told, whatever its shape") {
    const RunningOrg org;
    for (const std::string reference : {"none.id", "q.records[9].Id", "q.records[x].Id", "q.records[0", "q.records",
                                        "q", "q.done.more", "q.records[0].AccountId.x", "", ".", "[0]"}) {
        INFO(reference);
        const json parts = composite(org, {part("GET", "/query?q=SELECT+Id+FROM+Task+LIMIT+1", "q"),
                                           part("GET", "/sobjects/Task/@{" + reference + "}", "r")});
        CHECK(parts[1]["body"][0]["errorCode"] == "PROCESSING_HALTED");
    }
    const json parts = composite(org, {part("GET", "/query?q=SELECT+Id+FROM+Task+LIMIT+1", "q"),
                                       part("GET", "/sobjects/Task/@{q.records[0].Id}", "r")});
    CHECK(parts[1]["httpStatusCode"] == 200);
}

TEST_CASE("a composite request that is none is refused") {
    const RunningOrg org;
    for (const std::string body :
         {"", "[]", "{}", R"({"compositeRequest":{}})", R"({"compositeRequest":[1]})", R"({"compositeRequest":[]})"}) {
        INFO(body);
        CHECK(org.call("POST", "/composite", body).status == 400);
    }
    json many = json::array();
    for (int i = 0; i < 26; ++i) many.push_back(part("GET", "/limits", "l" + std::to_string(i)));
    CHECK(org.call("POST", "/composite", json{{"compositeRequest", many}}.dump()).error_code() == "LIMIT_EXCEEDED");
    const json nested = composite(org, {part("POST", "/composite", "inner", {{"compositeRequest", json::array()}}),
                                        part("GET", "/../../oauth2/userinfo", "up"),
                                        {{"method", 7}}});
    for (const json& inner : nested) CHECK(inner["httpStatusCode"] == 404);
    CHECK(org.call("GET", "/composite").document().contains("sobjects"));
    CHECK(org.call("POST", "/composite/tree/Account", "{}").status == 404);
    CHECK(org.call("POST", "/composite/graph", "{}").status == 404);
}

TEST_CASE("a batch runs its parts each on its own") {
    const RunningOrg org;
    const auto run = [&](bool halt) {
        return org
            .call("POST", "/composite/batch",
                  json{{"haltOnError", halt},
                       {"batchRequests",
                        {{{"method", "GET"}, {"url", "v63.0/limits"}},
                         {{"method", "POST"}, {"url", "v63.0/sobjects/Task"}, {"richInput", {{"Sub", "x"}}}},
                         {{"method", "POST"}, {"url", "v63.0/sobjects/Task"}, {"richInput", {{"Subject", "x"}}}}}}}
                      .dump())
            .document();
    };
    const json all = run(false);
    CHECK(all["hasErrors"] == true);
    CHECK(all["results"][0]["result"].contains("DailyApiRequests"));
    CHECK(all["results"][1]["statusCode"] == 400);
    CHECK(all["results"][1]["result"][0]["errorCode"] == "INVALID_FIELD");
    CHECK(all["results"][2]["statusCode"] == 201);
    const json halted = run(true);
    CHECK(halted["results"][2]["statusCode"] == 412);
    CHECK(halted["results"][2]["result"][0]["errorCode"] == "BATCH_PROCESSING_HALTED");
}

TEST_CASE("a body nested without end is refused, not followed") {
    const RunningOrg org;
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    for (const std::string& path :
         {std::string("/sobjects/Account"), std::string("/composite"), std::string("/composite/sobjects")}) {
        INFO(path);
        const HttpAnswer reply = org.call("POST", path, R"({"records":)" + deep + "}");
        CHECK(reply.status == 400);
        CHECK(reply.error_code() == "JSON_PARSER_ERROR");
    }
    // It used to end the org: the text of an external id was written by recursion.
    const std::string contact = R"({"LastName":"x","Account":{"Customer_Number__c":)" + deep + "}}";
    CHECK(org.call("POST", "/sobjects/Contact", contact).error_code() == "JSON_PARSER_ERROR");
    CHECK(org.call("GET", "/limits").status == 200);
}

// Found by the fuzzer of the HTTP surface: it used to end the org.
TEST_CASE("a number that no double holds is refused as JSON, wherever it stands") {
    const RunningOrg org;
    for (const std::string& body :
         {std::string(R"({"compositeRequest":5e999})"), std::string(R"({"Name":"x","AnnualRevenue":-1e400})")}) {
        for (const std::string& path :
             {std::string("/sobjects/Account"), std::string("/composite"), std::string("/composite/sobjects")}) {
            INFO(path << " " << body);
            const HttpAnswer reply = org.call("POST", path, body);
            CHECK(reply.status == 400);
            CHECK(reply.error_code() == "JSON_PARSER_ERROR");
        }
    }
    CHECK(org.call("GET", "/limits").status == 200);
}
