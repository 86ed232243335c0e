#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

TEST_CASE("a record is created, read, changed and deleted over HTTP") {
    const RunningOrg org;
    const HttpAnswer created = org.call("POST", "/sobjects/Account", R"({"Name":"Pied Piper ✨","ARR__c":15000})");
    REQUIRE(created.status == 201);
    const std::string id = created.document()["id"];
    CHECK(created.body == R"({"id":")" + id + R"(","success":true,"errors":[]})");
    CHECK(created.headers.at("location") == "/services/data/v63.0/sobjects/Account/" + id);

    const HttpAnswer read = org.call("GET", "/sobjects/account/" + id.substr(0, 15));
    REQUIRE(read.status == 200);
    CHECK(read.body.rfind(
              R"({"attributes":{"type":"Account","url":"/services/data/v63.0/sobjects/Account/)" + id + "\"}", 0) == 0);
    CHECK(read.body.find(R"("ARR__c":15000.0)") != std::string::npos);
    CHECK(read.document()["Name"] == "Pied Piper ✨");
    CHECK(read.document()["OwnerId"] == org.user().user_id);
    CHECK(read.headers.count("last-modified") == 1);

    const HttpAnswer updated = org.call("PATCH", "/sobjects/Account/" + id, R"({"Phone":"+1 555 0100","ARR__c":null})");
    CHECK(updated.status == 204);
    CHECK(updated.body.empty());
    const json after = org.call("GET", "/sobjects/Account/" + id + "?fields=Phone,arr__c").document();
    CHECK(after["Phone"] == "+1 555 0100");
    CHECK(after["ARR__c"].is_null());
    CHECK(after.size() == 4);

    CHECK(org.call("POST", "/sobjects/Account/" + id + "?_HttpMethod=PATCH", R"({"Phone":"1"})").status == 204);
    CHECK(org.call("DELETE", "/sobjects/Account/" + id).status == 204);
    const HttpAnswer gone = org.call("GET", "/sobjects/Account/" + id);
    CHECK(gone.status == 404);
    CHECK(gone.body == R"([{"message":"entity is deleted","errorCode":"ENTITY_IS_DELETED","fields":[]}])");
    CHECK(org.query("SELECT COUNT() FROM Account WHERE Name = 'pied piper ✨'")["totalSize"] == 0);
}

TEST_CASE("a request without a valid session is refused as Salesforce does") {
    const RunningOrg org;
    for (const std::string authorization : {"", "Bearer nonsense", "Bearer ", "Basic abc"}) {
        INFO(authorization);
        const HttpAnswer reply = org.call("GET", "/limits", "", {{"Authorization", authorization}});
        CHECK(reply.status == 401);
        CHECK(reply.body == R"([{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}])");
    }
}

TEST_CASE("a session of one tenant opens nothing in another") {
    const RunningOrg org;
    const std::string token = org.user("globex").access_token;
    CHECK(org.call("GET", "/limits", "", {{"Authorization", "Bearer " + token}}).status == 401);
    CHECK(org.call("GET", "/limits", "", {{"Authorization", "OAuth " + token}}, "admin", "globex").status == 200);
    const json ours = org.query("SELECT Id FROM Account LIMIT 1");
    const std::string id = ours["records"][0]["Id"];
    // The same id may exist there, but never the same record.
    const HttpAnswer theirs = org.call("GET", "/sobjects/Account/" + id, "", {}, "admin", "globex");
    CHECK(theirs.document()["Name"] != org.call("GET", "/sobjects/Account/" + id).document()["Name"]);
}

TEST_CASE("a long result is read page by page to its end") {
    OrgServerOptions options;
    options.records = 1'000;
    const RunningOrg org(options);
    json page = org.query("SELECT Id FROM Opportunity ORDER BY Id", {{"Sforce-Query-Options", "batchSize=300"}});
    CHECK(page["totalSize"] == 1'000);
    std::size_t rows = 0;
    std::string last;
    for (int pages = 1;; ++pages) {
        REQUIRE(pages <= 4);
        for (const json& row : page["records"]) {
            const std::string id = row["Id"];
            CHECK(last < id);
            last = id;
            ++rows;
        }
        if (page["done"] == true) break;
        const std::string next = page["nextRecordsUrl"];
        const std::string prefix = "/services/data/v63.0";
        REQUIRE(next.rfind(prefix, 0) == 0);
        page = org.call("GET", next.substr(prefix.size())).document();
    }
    CHECK(rows == 1'000);
    CHECK_FALSE(page.contains("nextRecordsUrl"));
}

TEST_CASE("a locator belongs to one user and can expire") {
    OrgServerOptions options;
    options.records = 500;
    const RunningOrg org(options);
    const json page = org.query("SELECT Id FROM Opportunity", {{"Sforce-Query-Options", "batchSize=1"}});
    REQUIRE(page["records"].size() == 200);
    const std::string next = page["nextRecordsUrl"].get<std::string>().substr(20);
    CHECK(org.call("GET", next, "", {}, "rep").error_code() == "INVALID_QUERY_LOCATOR");
    CHECK(org.call("GET", next).status == 200);
    org.control("DELETE", "/locators");
    CHECK(org.call("GET", next).error_code() == "INVALID_QUERY_LOCATOR");
}

TEST_CASE("a query that is wrong is refused with Salesforce's code") {
    const RunningOrg org;
    const HttpAnswer empty = org.call("GET", "/query");
    CHECK(empty.status == 400);
    CHECK(empty.error_code() == "MALFORMED_QUERY");
    const HttpAnswer hidden =
        org.call("GET", "/query?q=" + url_encoded("SELECT Margin__c FROM Account"), "", {}, "rep");
    CHECK(hidden.status == 400);
    CHECK(hidden.error_code() == "INVALID_FIELD");
    CHECK(org.call("GET", "/query?q=SELECT+Margin__c+FROM+Account+LIMIT+1").status == 200);
}

TEST_CASE("a week begins on the day of the user's locale") {
    const RunningOrg org;
    org.control("PUT", "/clock", {{"now", "2026-05-20T12:00:00Z"}});  // a Wednesday
    const json task = {{"Subject", "sunday"}, {"ActivityDate", "2026-05-17"}};
    REQUIRE(org.call("POST", "/sobjects/Task", task.dump()).status == 201);
    const std::string q =
        "/query?q=" + url_encoded("SELECT Id FROM Task WHERE Subject = 'sunday' AND ActivityDate = THIS_WEEK");
    CHECK(org.call("GET", q, "", {}, "rep").document()["totalSize"] == 1);
    CHECK(org.call("GET", q, "", {}, "emea").document()["totalSize"] == 0);
}

TEST_CASE("queryAll sees what query no longer does") {
    const RunningOrg org;
    const std::string id = org.query("SELECT Id FROM Task LIMIT 1")["records"][0]["Id"];
    REQUIRE(org.call("DELETE", "/sobjects/Task/" + id).status == 204);
    const std::string q = url_encoded("SELECT Id, IsDeleted FROM Task WHERE Id = '" + id + "'");
    CHECK(org.call("GET", "/query?q=" + q).document()["totalSize"] == 0);
    CHECK(org.call("GET", "/queryAll/?q=" + q).document()["records"][0]["IsDeleted"] == true);
}

TEST_CASE("describe is cached by date") {
    const RunningOrg org;
    const HttpAnswer first = org.call("GET", "/sobjects/Opportunity/describe/");
    REQUIRE(first.status == 200);
    CHECK(first.document()["urls"]["uiDetailTemplate"] == org.tenant().instance_url + "/{ID}");
    const HttpAnswer again = org.call("GET", "/sobjects/Opportunity/describe", "",
                                      {{"If-Modified-Since", first.headers.at("last-modified")}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    CHECK(
        org.call("GET", "/sobjects/Opportunity/describe", "", {{"If-Modified-Since", "Thu, 01 Jan 2015 00:00:00 GMT"}})
            .status == 200);
}

TEST_CASE("a write that comes too late is refused by its precondition") {
    const RunningOrg org;
    const std::string id = org.query("SELECT Id FROM Contact LIMIT 1")["records"][0]["Id"];
    const std::string date = org.call("GET", "/sobjects/Contact/" + id).headers.at("last-modified");
    CHECK(org.call("PATCH", "/sobjects/Contact/" + id, R"({"Title":"CTO"})", {{"If-Unmodified-Since", date}}).status ==
          204);
    const HttpAnswer late = org.call("PATCH", "/sobjects/Contact/" + id, R"({"Title":"CIO"})",
                                     {{"If-Unmodified-Since", "Thu, 01 Jan 2015 00:00:00 GMT"}});
    CHECK(late.status == 412);
    CHECK(late.error_code() == "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE_CHECK");
    CHECK(org.call("GET", "/sobjects/Contact/" + id).document()["Title"] == "CTO");
    CHECK(org.call("PATCH", "/sobjects/Contact/" + id, "{}", {{"If-Unmodified-Since", "yesterday"}}).status == 400);
}

TEST_CASE("paths that lead nowhere and methods that don't fit are refused in Salesforce's words") {
    const RunningOrg org;
    struct Case {
        std::string method, path;
        int status;
        std::string code;
    };
    for (const Case& wrong : std::vector<Case>{
             {"GET", "/sobjects/Acount", 404, "NOT_FOUND"},
             {"GET", "/sobjects/Account/001Sb0000000zzz", 404, "NOT_FOUND"},
             {"GET", "/sobjects/Account/23foo", 404, "NOT_FOUND"},
             {"GET", "/sobjects/Account/../User", 404, "NOT_FOUND"},
             {"GET", "/tooling/query", 404, "NOT_FOUND"},
             {"DELETE", "/query?q=SELECT+Id+FROM+Account", 405, "METHOD_NOT_ALLOWED"},
             {"PUT", "/sobjects/Account/001Sb0000000001IAA", 405, "METHOD_NOT_ALLOWED"},
             {"DELETE", "/sobjects/Account/describe", 405, "METHOD_NOT_ALLOWED"},
         }) {
        INFO(wrong.method << " " << wrong.path);
        const HttpAnswer reply = org.call(wrong.method, wrong.path);
        CHECK(reply.status == wrong.status);
        CHECK(reply.error_code() == wrong.code);
    }
}

TEST_CASE("a body that is no JSON is refused by its media type") {
    const RunningOrg org;
    const HttpAnswer reply = org.call("POST", "/sobjects/Account", "<Account/>", {{"Content-Type", "application/xml"}});
    CHECK(reply.status == 415);
    CHECK(reply.error_code() == "UNSUPPORTED_MEDIA_TYPE");
}

TEST_CASE("a URI longer than Salesforce takes is answered 414 in HTML") {
    const RunningOrg org;
    const HttpAnswer reply = org.call("GET", "/query?q=" + std::string(17'000, 'x'));
    CHECK(reply.status == 414);
    CHECK(reply.headers.at("content-type") == "text/html;charset=UTF-8");
    CHECK(org.call("GET", "/limits", "", {{"X-Long", std::string(17'000, 'x')}}).status == 431);
}

TEST_CASE("the version root leads to the user's identity") {
    const RunningOrg org;
    const std::string identity = org.call("GET", "/").document()["identity"];
    const std::string token = "Bearer " + org.user().access_token;
    const HttpAnswer reply = request("GET", identity + "?format=json", {{"Authorization", token}});
    CHECK(reply.document()["user_id"] == org.user().user_id);
    CHECK(reply.document()["display_name"] == "Amelia Hart");
    const std::string userinfo = org.tenant().instance_url + "/services/oauth2/userinfo";
    CHECK(request("GET", userinfo, {{"Authorization", token}}).document()["urls"]["custom_domain"] ==
          org.tenant().instance_url);
    const HttpAnswer refused = request("GET", userinfo);
    CHECK(refused.status == 403);
    CHECK(refused.body == "Bad_OAuth_Token");
    CHECK(request("GET", org.tenant().instance_url + "/services/data").document().back()["url"] ==
          "/services/data/v66.0");
}

TEST_CASE("HEAD is GET without the body") {
    const RunningOrg org;
    const HttpAnswer reply = org.call("HEAD", "/limits");
    CHECK(reply.status == 200);
    CHECK(reply.body.empty());
    CHECK(reply.headers.count("sforce-limit-info") == 1);
}

TEST_CASE("a record is found by its external id") {
    const RunningOrg org;
    const HttpAnswer reply = org.call("GET", "/sobjects/Account/Customer_Number__c/c-1001");
    REQUIRE(reply.status == 200);
    CHECK(reply.document()["Customer_Number__c"] == "C-1001");
    CHECK(org.call("GET", "/sobjects/Account/Customer_Number__c/none").error_code() == "NOT_FOUND");
    CHECK(org.call("GET", "/sobjects/Account/Name/x").error_message() ==
          "Provided external ID field does not exist or is not accessible: Name");
}
