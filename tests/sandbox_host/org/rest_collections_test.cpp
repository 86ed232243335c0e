#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

json of_type(const std::string& type, json fields) {
    fields["attributes"] = {{"type", type}};
    return fields;
}

std::string records(const json& list, bool all_or_none = false) {
    return json{{"allOrNone", all_or_none}, {"records", list}}.dump();
}

}  // namespace

TEST_CASE("records of several types are created in one request, each with a result of its own") {
    const RunningOrg org;
    const HttpAnswer reply =
        org.call("POST", "/composite/sobjects",
                 records({of_type("Account", {{"Name", "Hooli"}}), of_type("Contact", {{"FirstName", "x"}}),
                          of_type("Acount", {{"Name", "x"}}), of_type("Task", {{"Sub", "x"}}),
                          json{{"Name", "no type"}}, of_type("Task", {{"Id", "00T"}})}));
    REQUIRE(reply.status == 200);
    const json results = reply.document();
    CHECK(reply.body.rfind(R"([{"id":")" + results[0]["id"].get<std::string>() + R"(","success":true,"errors":[]},)",
                           0) == 0);
    CHECK(results[1].dump() == json{{"success", false},
                                    {"errors",
                                     {{{"statusCode", "REQUIRED_FIELD_MISSING"},
                                       {"message", "Required fields are missing: [LastName]"},
                                       {"fields", {"LastName"}}}}}}
                                   .dump());
    CHECK(results[2]["errors"][0]["statusCode"] == "INVALID_TYPE");
    CHECK(results[3]["errors"][0]["statusCode"] == "INVALID_FIELD");
    CHECK(results[3]["errors"][0]["fields"] == json::array());
    CHECK(results[4]["errors"][0]["statusCode"] == "INVALID_TYPE");
    CHECK(results[5]["errors"][0]["statusCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE");
}

TEST_CASE("records are updated and deleted in one request each") {
    const RunningOrg org;
    const json contacts = org.query("SELECT Id FROM Contact LIMIT 2")["records"];
    const json updated = org.call("PATCH", "/composite/sobjects",
                                  records({of_type("Contact", {{"id", contacts[0]["Id"]}, {"Title", "CTO"}}),
                                           of_type("Contact", {{"Id", "003000000000000AAA"}, {"Title", "x"}}),
                                           of_type("Contact", {{"Title", "x"}})}))
                             .document();
    CHECK(updated[0] == json{{"id", contacts[0]["Id"]}, {"success", true}, {"errors", json::array()}});
    CHECK(updated[1]["errors"][0]["statusCode"] == "INVALID_CROSS_REFERENCE_KEY");
    CHECK(updated[2]["errors"][0]["statusCode"] == "MISSING_ARGUMENT");

    const std::string ids = contacts[0]["Id"].get<std::string>() + "," + contacts[1]["Id"].get<std::string>();
    const json removed = org.call("DELETE", "/composite/sobjects?ids=" + ids + ",zzz").document();
    CHECK(removed[1]["success"] == true);
    CHECK(removed[2]["errors"][0]["statusCode"] == "MALFORMED_ID");
    const json again = org.call("DELETE", "/composite/sobjects?ids=" + ids).document();
    CHECK(again[0]["errors"][0]["statusCode"] == "ENTITY_IS_DELETED");
}

TEST_CASE("with allOrNone a collection that fails in one record changes none") {
    const RunningOrg org;
    const json contact = org.query("SELECT Id, Title FROM Contact LIMIT 1")["records"][0];
    const std::string id = contact["Id"];
    const json results =
        org.call("PATCH", "/composite/sobjects",
                 records({of_type("Contact", {{"id", id}, {"Title", "Changed"}}), of_type("Contact", {{"Title", "x"}})},
                         true))
            .document();
    CHECK(results[0]["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK");
    CHECK(org.call("GET", "/sobjects/Contact/" + id).document()["Title"] == contact["Title"]);
    org.call("DELETE", "/composite/sobjects?allOrNone=true&ids=" + id + ",003000000000000AAA");
    CHECK(org.call("GET", "/sobjects/Contact/" + id).status == 200);
}

TEST_CASE("a collection is retrieved in the order of its ids, with null for what is not there") {
    const RunningOrg org;
    const json accounts = org.query("SELECT Id, Name FROM Account LIMIT 2")["records"];
    const std::string first = accounts[0]["Id"];
    const std::string second = accounts[1]["Id"];
    const json got =
        org.call("GET", "/composite/sobjects/Account?ids=" + second + ",001000000000000AAA," + first + "&fields=Name")
            .document();
    CHECK(got[0]["Name"] == accounts[1]["Name"]);
    CHECK(got[0]["attributes"]["type"] == "Account");
    CHECK(got[1].is_null());
    CHECK(got[2]["Name"] == accounts[0]["Name"]);
    const json posted =
        org.call("POST", "/composite/sobjects/Account", json{{"ids", {first}}, {"fields", {"id", "Name"}}}.dump())
            .document();
    CHECK(posted[0]["Id"] == first);
    CHECK(org.call("GET", "/composite/sobjects/Account?ids=" + first + "&fields=Nmae").error_code() == "INVALID_FIELD");
    CHECK(org.call("GET", "/composite/sobjects/Account?ids=" + first).error_code() == "MISSING_ARGUMENT");
    CHECK(org.call("GET", "/composite/sobjects/Acount?ids=1&fields=Id").status == 404);
}

TEST_CASE("a collection is upserted by an external id") {
    const RunningOrg org;
    const HttpAnswer reply = org.call(
        "PATCH", "/composite/sobjects/Account/Customer_Number__c",
        records({of_type("Account", {{"customer_number__c", "C-1001"}, {"Phone", "1"}}),
                 of_type("Account", {{"Customer_Number__c", "C-77"}, {"Name", "New"}}),
                 of_type("Account", {{"Name", "Keyless"}}), of_type("Lead", {{"Customer_Number__c", "C-1"}})}));
    const json results = reply.document();
    CHECK(results[0]["created"] == false);
    CHECK(results[1]["created"] == true);
    CHECK(results[2]["errors"][0]["statusCode"] == "MISSING_ARGUMENT");
    CHECK(results[3]["errors"][0]["statusCode"] == "INVALID_TYPE");
    CHECK(org.call("GET", "/sobjects/Account/Customer_Number__c/C-1001").document()["Phone"] == "1");
    CHECK(org.call("GET", "/sobjects/Account/Customer_Number__c/C-77").document()["Name"] == "New");
    CHECK(org.call("PATCH", "/composite/sobjects/Account/Name", records(json::array())).error_message() ==
          "Provided external ID field does not exist or is not accessible: Name");
}

TEST_CASE("a collection that is too large or makes no sense is refused as a whole") {
    const RunningOrg org;
    json many = json::array();
    for (int i = 0; i < 201; ++i) many.push_back(of_type("Task", {{"Subject", "x"}}));
    CHECK(org.call("POST", "/composite/sobjects", records(many)).error_message() ==
          "record limit reached. cannot submit more than 200 records into this call");
    for (const std::string body : {"[]", "{}", R"({"records":7})", R"({"records":[7]})",
                                   R"({"allOrNone":"yes","records":[]})", R"({"records":)"}) {
        INFO(body);
        CHECK(org.call("POST", "/composite/sobjects", body).error_code() == "JSON_PARSER_ERROR");
    }
    CHECK(org.call("POST", "/composite/sobjects", records(json::array())).body == "[]");
    CHECK(org.call("PUT", "/composite/sobjects", "{}").status == 405);
}

TEST_CASE("an upsert creates with 201 and updates with 200") {
    const RunningOrg org;
    const std::string path = "/sobjects/Account/Customer_Number__c/C-500";
    const HttpAnswer created = org.call("PATCH", path, R"({"Name":"Upserted"})");
    REQUIRE(created.status == 201);
    const std::string id = created.document()["id"];
    CHECK(created.body == R"({"id":")" + id + R"(","success":true,"errors":[],"created":true})");
    CHECK(created.headers.at("location") == "/services/data/v63.0/sobjects/Account/" + id);
    const HttpAnswer updated = org.call("PATCH", path, R"({"Phone":"7"})");
    CHECK(updated.status == 200);
    CHECK(updated.body == R"({"id":")" + id + R"(","success":true,"errors":[],"created":false})");
    CHECK(org.call("GET", path).document()["Phone"] == "7");
    const std::string old = org.tenant().instance_url + "/services/data/v45.0" + path;
    const HttpHeaders headers = {{"Authorization", "Bearer " + org.user().access_token},
                                 {"Content-Type", "application/json"}};
    CHECK(request("PATCH", old, headers, R"({"Phone":"8"})").status == 204);
    CHECK(org.call("PATCH", "/sobjects/Account/Id/" + id, R"({"Phone":"9"})").status == 204);
    CHECK(org.call("DELETE", path).status == 204);
}

TEST_CASE("an upsert that can't be is refused") {
    const RunningOrg org;
    const std::string path = "/sobjects/Account/Customer_Number__c/C-501";
    CHECK(org.call("PATCH", path, R"({"Name":"x","customer_number__c":"C-501"})").error_message() ==
          "The Customer_Number__c field should not be specified in the sobject data.");
    CHECK(org.call("PATCH", path, R"({"Phone":"1"})").error_code() == "REQUIRED_FIELD_MISSING");
    CHECK(org.call("PATCH", path, "[]").error_code() == "JSON_PARSER_ERROR");
    CHECK(org.call("PATCH", path, "{").error_code() == "JSON_PARSER_ERROR");
    CHECK(org.call("PATCH", path, R"({"Name":"x"})", {}, "reader").status == 400);
    CHECK(org.call("PATCH", "/sobjects/Account/Name/x", "{}").status == 404);
    CHECK(org.call("PUT", path, "{}").status == 405);
}
