#include "plugin/salesforce/refusal.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::salesforce;

namespace {

Answer answered(int status, std::string body) {
    Answer answer;
    answer.http_status = status;
    answer.body = std::move(body);
    return answer;
}

std::string salesforce_says(const std::string& code, const std::string& message) {
    return nlohmann::json::array({{{"errorCode", code}, {"message", message}}}).dump();
}

Error explained(const Answer& answer, const Asked& asked) {
    return explain(answer, read_refusal(answer), asked);
}

const Asked query(Verb::Get, Asked::What::Query);
const Asked describe(Verb::Get, Asked::What::Describe, "Accout");
const Asked fetch(Verb::Get, Asked::What::Record, "Account", "001dM00003kRs59QAC");
const Asked create(Verb::Post, Asked::What::Record, "Account");
const Asked update(Verb::Patch, Asked::What::Record, "Account", "001dM00003kRs59QAC");

}  // namespace

TEST_CASE("What Salesforce refuses has a code of ours, decided by its code before the status") {
    const auto [asked, status, code, message, expected] =
        GENERATE(table<Asked, int, std::string, std::string, ErrorCode>({
            {query, 401, "INVALID_SESSION_ID", "Session expired or invalid", ErrorCode::ReconnectRequired},
            {query, 401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API",
             ErrorCode::ApiAccessDisabled},
            {query, 403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.",
             ErrorCode::ApiAccessDisabled},
            {query, 403, "API_CURRENTLY_DISABLED", "API is disabled for this User", ErrorCode::ApiAccessDisabled},
            {query, 401, "", "Connected app is not attached to Agent", ErrorCode::AppNotApproved},
            {query, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", ErrorCode::OrgLimitExceeded},
            {query, 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded",
             ErrorCode::RateLimited},
            {query, 400, "MALFORMED_QUERY", "unexpected token: 'FROM'", ErrorCode::InvalidQuery},
            {query, 400, "INVALID_TYPE", "sObject type 'Accout' is not supported.", ErrorCode::UnknownObject},
            {query, 400, "INVALID_FIELD", "No such column 'ARR' on entity 'Account'.", ErrorCode::UnknownField},
            {query, 400, "INVALID_FIELD", "field 'Description' can not be filtered in a query call",
             ErrorCode::InvalidQuery},
            {query, 400, "QUERY_TIMEOUT", "Your query request was running for too long.", ErrorCode::Timeout},
            {describe, 404, "NOT_FOUND", "The requested resource does not exist", ErrorCode::UnknownObject},
            {fetch, 404, "NOT_FOUND", "The requested resource does not exist", ErrorCode::RecordNotFound},
            {fetch, 404, "ENTITY_IS_DELETED", "entity is deleted", ErrorCode::RecordDeleted},
            {fetch, 400, "MALFORMED_ID", "malformed id abc123", ErrorCode::InvalidArguments},
            {fetch, 400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights", ErrorCode::PermissionDenied},
            {fetch, 403, "SOMETHING_NEW", "no", ErrorCode::PermissionDenied},
            {create, 404, "NOT_FOUND", "The requested resource does not exist", ErrorCode::UnknownObject},
            {create, 400, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Name]", ErrorCode::ValidationFailed},
            {create, 400, "INVALID_FIELD", "No such column 'Foo' on sobject of type Account", ErrorCode::UnknownField},
            {create, 400, "INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: MasterRecordId.",
             ErrorCode::ValidationFailed},
            {create, 400, "DUPLICATE_VALUE", "duplicate value found", ErrorCode::DuplicateDetected},
            {create, 400, "SOMETHING_NEW", "no", ErrorCode::ValidationFailed},
            {update, 400, "ENTITY_IS_LOCKED", "", ErrorCode::PermissionDenied},
            {update, 412, "", "", ErrorCode::Conflict},
            {update, 400, "ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE_CHECK", "", ErrorCode::Conflict},
            {update, 503, "ORG_IN_MAINTENANCE", "maintenance", ErrorCode::Unavailable},
        }));
    INFO(status << " " << code << " " << message);
    const Error error = explained(answered(status, salesforce_says(code, message)), asked);
    CHECK(name_of(error.code) == name_of(expected));
    CHECK_FALSE(error.guidance.empty());
    CHECK(error.guidance.find("{}") == std::string::npos);
    CHECK(error.http_status == status);
    CHECK(error.salesforce_code == code);
    CHECK(error.outcome == Outcome::Rejected);
}

TEST_CASE("An object is the proxy's word, and markup or silence means that nobody is there") {
    const auto [status, body, expected] = GENERATE(table<int, std::string, ErrorCode>({
        {404, R"({"message":"Integration not enabled for user.","code":"integration_not_enabled","status":404})",
         ErrorCode::ReconnectRequired},
        {401, R"({"message":"invalid token","code":"unauthorized"})", ErrorCode::Internal},
        {403, R"({"message":"no","code":7210})", ErrorCode::Internal},
        {400, R"({"error":"invalid_grant","error_description":"expired access/refresh token"})",
         ErrorCode::AppNotApproved},
        {429, R"({"message":"slow down"})", ErrorCode::RateLimited},
        {502, R"({"message":"bad gateway"})", ErrorCode::Unavailable},
        {500, "<html><body>Maintenance</body></html>", ErrorCode::Unavailable},
        {403, "<html>edge</html>", ErrorCode::Unavailable},
        {403, "", ErrorCode::Unavailable},
        {401, "Bad_OAuth_Token", ErrorCode::ReconnectRequired},
        {414, "<html>URI Too Long</html>", ErrorCode::InvalidQuery},
        {431, "", ErrorCode::InvalidQuery},
        {413, "<html></html>", ErrorCode::InvalidQuery},
        {400, "[1, null, [], {}]", ErrorCode::InvalidQuery},
        {300, R"(["/a","/b"])", ErrorCode::BadResponse},
        {400, "\x01\xff nonsense", ErrorCode::BadResponse},
    }));
    INFO(status << " " << body);
    CHECK(name_of(explained(answered(status, body), query).code) == name_of(expected));
}

TEST_CASE("What the host says in place of an answer keeps its meaning") {
    const auto [end, sent, expected, outcome] = GENERATE(table<alysio_status, alysio_http_sent, ErrorCode, Outcome>({
        {ALYSIO_E_DENIED, ALYSIO_HTTP_NOT_SENT, ErrorCode::PolicyDenied, Outcome::NotSent},
        {ALYSIO_E_LIMITED, ALYSIO_HTTP_NOT_SENT, ErrorCode::RateLimited, Outcome::NotSent},
        {ALYSIO_E_UNREACHABLE, ALYSIO_HTTP_NOT_SENT, ErrorCode::Unavailable, Outcome::NotSent},
        {ALYSIO_E_UNTRUSTED, ALYSIO_HTTP_NOT_SENT, ErrorCode::Internal, Outcome::NotSent},
        {ALYSIO_E_BROKEN, ALYSIO_HTTP_MAYBE_SENT, ErrorCode::Unavailable, Outcome::Rejected},
        {ALYSIO_E_TOO_LARGE, ALYSIO_HTTP_NOT_SENT, ErrorCode::InvalidQuery, Outcome::NotSent},
        {ALYSIO_E_RECONNECT, ALYSIO_HTTP_NOT_SENT, ErrorCode::ReconnectRequired, Outcome::NotSent},
        {ALYSIO_E_NOT_APPROVED, ALYSIO_HTTP_NOT_SENT, ErrorCode::AppNotApproved, Outcome::NotSent},
        {ALYSIO_E_HOST_CREDENTIAL, ALYSIO_HTTP_NOT_SENT, ErrorCode::Internal, Outcome::NotSent},
        {-999, ALYSIO_HTTP_NOT_SENT, ErrorCode::Internal, Outcome::NotSent},
    }));
    Answer answer;
    answer.end = end;
    answer.sent = sent;
    answer.message = "one sentence";
    const Error error = explained(answer, query);
    INFO(end);
    CHECK(name_of(error.code) == name_of(expected));
    CHECK(error.outcome == outcome);
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
    const Refusal refusal = read_refusal(
        answered(400, R"([{")" + key + R"(":{"allowSave":true,"duplicateRule":"Standard_Contact_Duplicate_Rule",
          "matchResults":[{"entityType":"Contact","matchRecords":[
            {"record":{"attributes":{"type":"Contact","url":"/x"},"Id":"003dM00003kRs59QAC"}}]}]},
          "errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?"}])"));
    REQUIRE(refusal.duplicates);
    CHECK(refusal.duplicates->may_save);
    REQUIRE(refusal.duplicates->records.size() == 1);
    CHECK(refusal.duplicates->records[0].object == "Contact");
    CHECK(refusal.duplicates->records[0].id == "003dM00003kRs59QAC");
}

TEST_CASE("An error is one line of JSON with every part that is known and no other") {
    Error error(ErrorCode::UnknownField, "no\nsuch field", "look", Outcome::NotSent);
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
