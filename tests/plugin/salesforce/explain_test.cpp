#include "plugin/salesforce/explain.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace explain_test {

using namespace alysio::salesforce;

namespace {

alysio::sdk::HttpResponse answered(std::uint32_t status, std::string body) {
    alysio::sdk::HttpResponse response;
    response.sent = ALYSIO_HTTP_ANSWERED;
    response.http_status = status;
    response.body = std::move(body);
    return response;
}

std::string salesforce_says(const std::string& code, const std::string& message) {
    return nlohmann::json::array({{{"errorCode", code}, {"message", message}}}).dump();
}

Error explained(alysio::sdk::HttpResponse response, const RequestInfo& request) {
    const Answer answer(request, std::move(response));
    return explain(answer, read_error_body(answer));
}

const RequestInfo query(Verb::get, RequestInfo::Kind::query);
const RequestInfo describe(Verb::get, RequestInfo::Kind::describe, "Accout");
const RequestInfo fetch(Verb::get, RequestInfo::Kind::record, "Account", "001dM00003kRs59QAC");
const RequestInfo create(Verb::post, RequestInfo::Kind::record, "Account");
const RequestInfo update(Verb::patch, RequestInfo::Kind::record, "Account", "001dM00003kRs59QAC");

}  // namespace

TEST_CASE("What Salesforce refuses has a code of ours, decided by its code before the status") {
    const auto [request, status, code, message,
                expected] = GENERATE(table<RequestInfo, std::uint32_t, std::string, std::string, ErrorCode>({
        {query, 401, "INVALID_SESSION_ID", "Session expired or invalid", ErrorCode::reconnect_required},
        {query, 401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API",
         ErrorCode::api_access_disabled},
        {query, 403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.",
         ErrorCode::api_access_disabled},
        {query, 403, "API_CURRENTLY_DISABLED", "API is disabled for this User", ErrorCode::api_access_disabled},
        {query, 401, "", "Connected app is not attached to Agent", ErrorCode::app_not_approved},
        {query, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", ErrorCode::org_limit_exceeded},
        {query, 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded",
         ErrorCode::rate_limited},
        {query, 400, "MALFORMED_QUERY", "unexpected token: 'FROM'", ErrorCode::invalid_query},
        {query, 400, "INVALID_TYPE", "sObject type 'Accout' is not supported.", ErrorCode::unknown_object},
        {query, 400, "INVALID_FIELD", "No such column 'ARR' on entity 'Account'.", ErrorCode::unknown_field},
        {query, 400, "INVALID_FIELD", "field 'Description' can not be filtered in a query call",
         ErrorCode::invalid_query},
        {query, 400, "QUERY_TIMEOUT", "Your query request was running for too long.", ErrorCode::timeout},
        {describe, 404, "NOT_FOUND", "The requested resource does not exist", ErrorCode::unknown_object},
        {fetch, 404, "NOT_FOUND", "The requested resource does not exist", ErrorCode::record_not_found},
        {fetch, 404, "ENTITY_IS_DELETED", "entity is deleted", ErrorCode::record_deleted},
        {fetch, 400, "MALFORMED_ID", "malformed id abc123", ErrorCode::invalid_arguments},
        {fetch, 400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights", ErrorCode::permission_denied},
        {fetch, 403, "SOMETHING_NEW", "no", ErrorCode::permission_denied},
        {create, 404, "NOT_FOUND", "The requested resource does not exist", ErrorCode::unknown_object},
        {create, 400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", ErrorCode::validation_failed},
        {create, 400, "INVALID_FIELD", "No such column 'Foo' on sobject of type Account", ErrorCode::unknown_field},
        {create, 400, "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: MasterRecordId.",
         ErrorCode::validation_failed},
        {create, 400, "DUPLICATE_VALUE", "duplicate value found", ErrorCode::duplicate_detected},
        {create, 400, "SOMETHING_NEW", "no", ErrorCode::validation_failed},
        {update, 400, "ENTITY_IS_LOCKED", "", ErrorCode::permission_denied},
        {update, 412, "", "", ErrorCode::conflict},
        {update, 400, "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE_CHECK", "", ErrorCode::conflict},
        {update, 503, "ORG_IN_MAINTENANCE", "maintenance", ErrorCode::unavailable},
    }));
    INFO(status << " " << code << " " << message);
    const Error error = explained(answered(status, salesforce_says(code, message)), request);
    CHECK(name_of(error.code) == name_of(expected));
    CHECK_FALSE(error.guidance.empty());
    CHECK(error.guidance.find("{}") == std::string::npos);
    CHECK(error.http_status == static_cast<int>(status));
    CHECK(error.salesforce_code == code);
    CHECK(error.outcome == Outcome::rejected);
}

TEST_CASE("An object is the proxy's word, and markup or silence means that nobody is there") {
    const auto [status, body, expected] = GENERATE(table<std::uint32_t, std::string, ErrorCode>({
        {404, R"({"message":"Integration not enabled for user.","code":"integration_not_enabled","status":404})",
         ErrorCode::reconnect_required},
        {401, R"({"message":"invalid token","code":"unauthorized"})", ErrorCode::internal},
        {403, R"({"message":"no","code":7210})", ErrorCode::internal},
        {400, R"({"error":"invalid_grant","error_description":"expired access/refresh token"})",
         ErrorCode::reconnect_required},
        {400, R"({"error":"invalid_grant","error_description":"inactive user"})", ErrorCode::reconnect_required},
        {400, R"({"error":"invalid_grant","error_description":"user hasn't approved this consumer"})",
         ErrorCode::app_not_approved},
        {400, R"({"error":"OAUTH_APPROVAL_ERROR_GENERIC","error_description":"An unexpected error"})",
         ErrorCode::app_not_approved},
        {200, "<html>We are down for maintenance</html>", ErrorCode::unavailable},
        {404, "<html>nginx</html>", ErrorCode::unavailable},
        {429, R"({"message":"slow down"})", ErrorCode::rate_limited},
        {502, R"({"message":"bad gateway"})", ErrorCode::unavailable},
        {500, "<html><body>Maintenance</body></html>", ErrorCode::unavailable},
        {403, "<html>edge</html>", ErrorCode::unavailable},
        {403, "", ErrorCode::unavailable},
        {401, "Bad_OAuth_Token", ErrorCode::reconnect_required},
        {414, "<html>URI Too Long</html>", ErrorCode::invalid_query},
        {431, "", ErrorCode::invalid_query},
        {413, "<html></html>", ErrorCode::invalid_query},
        {400, "[1, null, [], {}]", ErrorCode::invalid_query},
        {300, R"(["/a","/b"])", ErrorCode::bad_response},
        {400, "\x01\xff nonsense", ErrorCode::bad_response},
    }));
    INFO(status << " " << body);
    CHECK(name_of(explained(answered(status, body), query).code) == name_of(expected));
}

TEST_CASE("What the host says in place of an answer keeps its meaning") {
    const auto [end, sent, expected, outcome] = GENERATE(table<alysio_status, alysio_http_sent, ErrorCode, Outcome>({
        {ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT, ErrorCode::policy_denied, Outcome::not_sent},
        {ALYSIO_E_LIMITED, ALYSIO_HTTP_NOT_SENT, ErrorCode::rate_limited, Outcome::not_sent},
        {ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT, ErrorCode::unavailable, Outcome::not_sent},
        {ALYSIO_E_UNTRUSTED, ALYSIO_HTTP_NOT_SENT, ErrorCode::internal, Outcome::not_sent},
        {ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT, ErrorCode::unavailable, Outcome::rejected},
        {ALYSIO_E_TOO_LARGE, ALYSIO_HTTP_NOT_SENT, ErrorCode::invalid_query, Outcome::not_sent},
        {ALYSIO_E_RECONNECT, ALYSIO_HTTP_NOT_SENT, ErrorCode::reconnect_required, Outcome::not_sent},
        {ALYSIO_E_NOT_APPROVED, ALYSIO_HTTP_NOT_SENT, ErrorCode::app_not_approved, Outcome::not_sent},
        {ALYSIO_E_HOST_CREDENTIAL, ALYSIO_HTTP_NOT_SENT, ErrorCode::internal, Outcome::not_sent},
        {-999, ALYSIO_HTTP_NOT_SENT, ErrorCode::internal, Outcome::not_sent},
    }));
    alysio::sdk::HttpResponse response;
    response.status = end;
    response.sent = sent;
    response.message = "one sentence";
    const Error error = explained(response, query);
    INFO(end);
    CHECK(name_of(error.code) == name_of(expected));
    CHECK(error.outcome == outcome);
}

TEST_CASE("An answer that is too large is not taken for a request that is too long") {
    alysio::sdk::HttpResponse response;
    response.status = ALYSIO_E_TOO_LARGE;
    response.size = 70'000'000;
    response.limit = 67'108'864;
    response.sent = ALYSIO_HTTP_NOT_SENT;
    CHECK_THAT(explained(response, query).message,
               Catch::Equals("The request is too long: 70000000 of at most 67108864 bytes."));

    response.sent = GENERATE(ALYSIO_HTTP_ANSWERED, ALYSIO_HTTP_MAYBE_SENT);
    const Error error = explained(response, query);
    CHECK(name_of(error.code) == name_of(ErrorCode::invalid_query));
    CHECK(error.outcome == Outcome::rejected);
    CHECK_FALSE(error.retryable);
    CHECK_THAT(error.message, Catch::Contains("answer is too large") && Catch::Contains("67108864 bytes") &&
                                  !Catch::Contains("request"));
    CHECK_THAT(error.guidance, Catch::Contains("fewer fields") && Catch::Contains("LIMIT"));
    CHECK(name_of(explained(response, fetch).code) == name_of(ErrorCode::bad_response));
    CHECK(explained(response, create).outcome == Outcome::unknown);
}

TEST_CASE("The column and object that a query got wrong are named, without the excerpt of the query") {
    const Error error = explained(
        answered(400, salesforce_says("INVALID_FIELD",
                                      "\nSELECT Id, ARR FROM Account\n           ^\nERROR at Row:1:Column:12\nNo such "
                                      "column 'ARR' on entity 'Account'. If you are attempting to use a custom field, "
                                      "be sure to append the '__c' after the custom field name.")),
        query);
    CHECK(error.fields == std::vector<std::string>{"ARR"});
    CHECK_THAT(error.message, Catch::Contains("“No such column 'ARR' on entity 'Account'."));
    CHECK_THAT(error.message, Catch::Contains("(row 1, column 12)”"));
    CHECK_THAT(error.message, !Catch::Contains("^"));
}

TEST_CASE("The org's words stay data: no control characters, no reordering marks, no endless values") {
    const Error error = explained(
        answered(400, salesforce_says("FIELD_CUSTOM_VALIDATION_EXCEPTION",
                                      "Close\r\n\x1b[31mdate\xe2\x80\xae must\x07 be later" + std::string(5000, 'x'))),
        update);
    CHECK_THAT(error.message, Catch::Contains("“Close [31mdate must be later"));
    CHECK(error.message.size() < 1000);
}

TEST_CASE("Several errors are told all at once") {
    const Error error = explained(
        answered(400, R"([{"errorCode":"REQUIRED_FIELD_MISSING","message":"Required: LastName","fields":["LastName"]},
                          {"errorCode":"STRING_TOO_LONG","message":"Title: too long","fields":["Title"]}])"),
        create);
    CHECK(error.fields == std::vector<std::string>{"LastName", "Title"});
    CHECK_THAT(error.message, Catch::Contains("Required: LastName") && Catch::Contains("Title: too long"));
}

TEST_CASE("A duplicate rule's report is read under either spelling of its key") {
    const std::string key = GENERATE("duplicateResut", "duplicateResult");
    const Answer refused(
        create, answered(400, R"([{")" + key + R"(":{"allowSave":true,"duplicateRule":"Standard_Contact_Duplicate_Rule",
          "matchResults":[{"entityType":"Contact","matchRecords":[
            {"record":{"attributes":{"type":"Contact","url":"/x"},"Id":"003dM00003kRs59QAC"}}]}]},
          "errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?"}])"));
    const ErrorBody body = read_error_body(refused);
    REQUIRE(body.duplicates);
    CHECK(body.duplicates->may_save);
    REQUIRE(body.duplicates->records.size() == 1);
    CHECK(body.duplicates->records[0].object == "Contact");
    CHECK(body.duplicates->records[0].id == "003dM00003kRs59QAC");
}

TEST_CASE("An error is one line of JSON with every part that is known and no other") {
    Error error(ErrorCode::unknown_field, "no\nsuch field", "look", Outcome::not_sent);
    CHECK(
        to_result(error) ==
        R"({"error":{"code":"unknown_field","message":"no\nsuch field","guidance":"look","retryable":false,"outcome":"not_sent"}})");
    error.violations.push_back({"/fields/ARR", "expected a field"});
    error.retry_after_s = 1.5;
    error.matches.push_back({"Contact", "003", "Ann", ""});
    error.hidden_matches = 2;
    error.context_json = R"({"today":"2026-11-23"})";
    const auto json = nlohmann::json::parse(to_result(error))["error"];
    CHECK(json["violations"][0]["pointer"] == "/fields/ARR");
    CHECK(json["retry_after_s"] == 1.5);
    CHECK(json["matches"][0]["name"] == "Ann");
    CHECK(json["hidden_matches"] == 2);
    CHECK(json["context"]["today"] == "2026-11-23");
}

}  // namespace explain_test
