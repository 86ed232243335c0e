// What Salesforce says, and the repair that a caller reads: a mistake a row. The wordings are those of real orgs.

#include "plugin/salesforce/explain.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::salesforce;

namespace {

Error explained(const RequestInfo& request, std::uint32_t status, std::string body) {
    alysio::sdk::HttpResponse response;
    response.sent = ALYSIO_HTTP_ANSWERED;
    response.http_status = status;
    response.body = std::move(body);
    const Answer answer(request, std::move(response));
    return explain(answer, read_error_body(answer));
}

Error refused(const RequestInfo& request, const std::string& code, const std::string& message,
              std::uint32_t status = 400) {
    return explained(request, status, nlohmann::json::array({{{"errorCode", code}, {"message", message}}}).dump());
}

// As Salesforce puts it: a part of the query, a caret, the place, the sentence.
std::string stopped_at(const std::string& excerpt, const std::string& sentence) {
    return "\n" + excerpt + "\n        ^\nERROR at Row:1:Column:40\n" + sentence;
}

const RequestInfo query(Verb::get, RequestInfo::Kind::query);
const RequestInfo fetch(Verb::get, RequestInfo::Kind::record, "Account", "001dM00003kRs59QAC");
const RequestInfo create(Verb::post, RequestInfo::Kind::record, "Contact");

}  // namespace

TEST_CASE("A refused query is answered with the way to write it") {
    const auto [code, message, expected, repair] = GENERATE(table<std::string, std::string, ErrorCode, std::string>({
        // values
        {"INVALID_FIELD",
         stopped_at("FROM Account WHERE CreatedDate > 2026-12-01",
                    "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be "
                    "enclosed in quotes"),
         ErrorCode::invalid_query, "DAY_ONLY(CreatedDate) = 2026-12-01"},
        {"INVALID_FIELD",
         "value of filter criterion for field 'CloseDate' must be of type date and should not be enclosed in quotes",
         ErrorCode::invalid_query, "CloseDate >= 2026-12-01"},
        {"INVALID_FIELD",
         "value of filter criterion for field 'Amount' must be of type double and should not be enclosed in quotes",
         ErrorCode::invalid_query, "Amount > 1500.50"},
        {"INVALID_FIELD",
         "value of filter criterion for field 'IsWon' must be of type boolean and should not be enclosed in quotes",
         ErrorCode::invalid_query, "IsWon = true"},
        {"INVALID_FIELD",
         "value of filter criterion for field 'Phone' must be of type string and should be enclosed in quotes",
         ErrorCode::invalid_query, "single quotes, Phone = '12345'"},
        {"INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: 001dM0000", ErrorCode::invalid_query, "the whole id"},
        {"MALFORMED_QUERY",
         stopped_at("LastModifiedDate >= 2026-12-01T12:00:00 ORDER",
                    "line 1:87 no viable alternative at character ' '"),
         ErrorCode::invalid_query, "offset: CreatedDate > 2026-12-01T09:00:00Z"},
        {"MALFORMED_QUERY",
         stopped_at("CreatedDate >= 2026-12-01 00:00:00", "line 1:77 no viable alternative at character '<EOF>'"),
         ErrorCode::invalid_query, "needs its offset"},
        {"MALFORMED_QUERY", stopped_at("WHERE Name = ‘Acme’", "line 1:40 no viable alternative at character '‘'"),
         ErrorCode::invalid_query, "straight single quotes"},
        {"MALFORMED_QUERY", stopped_at("WHERE Name = \"Acme\"", "unexpected token: '\"'"), ErrorCode::invalid_query,
         "straight single quotes"},
        {"MALFORMED_QUERY", stopped_at("WHERE Name = :name", "Bind variables only allowed in Apex code"),
         ErrorCode::invalid_query, "Write the value itself"},
        {"MALFORMED_QUERY", "unexpected token: 'ParentId IN ()'", ErrorCode::invalid_query, "one value at least"},
        {"MALFORMED_QUERY", stopped_at("FROM Contact WHERE", "unexpected token: '<EOF>'"), ErrorCode::invalid_query,
         "ends too early"},

        // words of SQL
        {"MALFORMED_QUERY", stopped_at("WHERE Name NOT LIKE 'A%'", "unexpected token: 'NOT'"), ErrorCode::invalid_query,
         "(NOT Name LIKE 'Acme%')"},
        {"MALFORMED_QUERY", stopped_at("WHERE Phone IS NULL", "unexpected token: 'IS'"), ErrorCode::invalid_query,
         "Phone = null"},
        {"MALFORMED_QUERY", stopped_at("WHERE Phone IS NOT NULL", "unexpected token: 'IS'"), ErrorCode::invalid_query,
         "Phone != null"},
        {"MALFORMED_QUERY", stopped_at("SELECT DISTINCT Industry FROM", "unexpected token: 'Industry'"),
         ErrorCode::invalid_query, "GROUP BY Industry"},
        {"MALFORMED_QUERY", stopped_at("SELECT * FROM Account", "unexpected token: '*'"), ErrorCode::invalid_query,
         "FIELDS(STANDARD)"},
        {"MALFORMED_QUERY", stopped_at("SELECT COUNT(*) FROM Account", "unexpected token: '*'"),
         ErrorCode::invalid_query, "SELECT COUNT() FROM Account"},
        {"MALFORMED_QUERY", stopped_at("SELECT COUNT(Id) AS total FROM", "unexpected token: 'AS'"),
         ErrorCode::invalid_query, "without AS"},
        {"MALFORMED_QUERY", stopped_at("WHERE Amount BETWEEN 1 AND 2", "unexpected token: 'BETWEEN'"),
         ErrorCode::invalid_query, "Amount >= 100 AND Amount <= 200"},
        {"MALFORMED_QUERY", stopped_at("FROM Contact INNER JOIN Account ON", "unexpected token: 'JOIN'"),
         ErrorCode::invalid_query, "Account.Name"},
        {"MALFORMED_QUERY", stopped_at("Phone = '1' AND NOT Name LIKE 'a%'", "unexpected token: 'NOT'"),
         ErrorCode::invalid_query, "(NOT B = 2)"},
        {"MALFORMED_QUERY", stopped_at("WHERE NOT Name = 'a' AND Phone = '1'", "unexpected token: 'AND'"),
         ErrorCode::invalid_query, "(NOT B = 2)"},
        {"MALFORMED_QUERY", stopped_at("WHERE A = 1 AND B = 2 OR C = 3", "unexpected token: 'OR'"),
         ErrorCode::invalid_query, "A = 1 AND (B = 2 OR C = 3)"},
        {"MALFORMED_QUERY", "soqlWithIdentifierClause failed predicate", ErrorCode::invalid_query, "Leave WITH"},

        // grouping
        {"MALFORMED_QUERY", "Ordered field must be grouped or aggregated: total", ErrorCode::invalid_query,
         "repeat the function"},
        {"MALFORMED_QUERY",
         stopped_at("SELECT Name, COUNT(Id) FROM Account WHERE Phone = 'x'",
                    "Field must be grouped or aggregated: Name"),
         ErrorCode::invalid_query, "Group by Name"},
        {"MALFORMED_QUERY", "Grouped field should not be aggregated: Id", ErrorCode::invalid_query, "not both"},
        {"INVALID_FIELD", "field 'Description' can not be grouped in a query call", ErrorCode::invalid_query,
         "grouped by Description"},
        {"MALFORMED_QUERY", "field IsDeleted does not support aggregate operator COUNT", ErrorCode::invalid_query,
         "COUNT(Id)"},
        {"MALFORMED_QUERY", "only root queries support aggregate expressions", ErrorCode::invalid_query,
         "Query the child object itself"},
        {"INVALID_FIELD", "duplicate field selected: Id", ErrorCode::invalid_query, "Leave the second out"},
        {"NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000", ErrorCode::invalid_query,
         "Drop it: this tool follows all pages"},

        // what a field cannot do
        {"INVALID_FIELD", "field 'Description' can not be filtered in a query call", ErrorCode::invalid_query,
         "Description cannot stand in WHERE"},
        {"INVALID_FIELD", "field 'Tags__c' can not be sorted in a query call", ErrorCode::invalid_query,
         "cannot be ordered by Tags__c"},
        {"INVALID_FIELD", "invalid operator on multipicklist field", ErrorCode::invalid_query, "INCLUDES ('A', 'B')"},
        {"INVALID_FIELD", "field 'SSN__c' is encrypted and cannot be used in a filter", ErrorCode::invalid_query,
         "SSN__c cannot stand in WHERE"},
        {"INVALID_QUERY_FILTER_OPERATOR", "invalid operator on id field", ErrorCode::invalid_query, "by = and IN"},
        {"INVALID_FIELD", "Address fields can only be filtered using Distance expressions", ErrorCode::invalid_query,
         "BillingCity"},
        {"INVALID_FIELD", "No such column 'ARR' on entity 'Account'.", ErrorCode::unknown_field, "Misspelt, or hidden"},
        {"INVALID_FIELD", "something new about 'ARR__c'", ErrorCode::invalid_query, "ARR__c exists"},

        // semi-joins
        {"MALFORMED_QUERY", "Entity 'Task' is not supported for semi join inner selects", ErrorCode::invalid_query,
         "SELECT WhatId FROM Task"},
        {"MALFORMED_QUERY", "semi join sub selects can only query id fields, cannot use: 'Name'",
         ErrorCode::invalid_query, "SELECT AccountId FROM Contact"},
        {"MALFORMED_QUERY", "Semi join sub-selects are not allowed with the 'OR' operator", ErrorCode::invalid_query,
         "inner query alone first"},

        // other kinds of objects
        {"INVALID_TYPE", "sObject type 'ValidationRule' is not supported.", ErrorCode::unknown_object, "Tooling API"},
        {"INVALID_TYPE", "sObject type 'Accout' is not supported.", ErrorCode::unknown_object, "Misspelt"},
        {"MALFORMED_QUERY", "Disjunctions not supported", ErrorCode::invalid_query, "Ask once for each"},
        {"BIG_OBJECT_UNSUPPORTED_OPERATION", "", ErrorCode::invalid_query, "fields of its index"},
        {"EXTERNAL_OBJECT_UNSUPPORTED_EXCEPTION", "", ErrorCode::invalid_query, "another system"},
        {"QUERY_TOO_COMPLICATED", "", ErrorCode::invalid_query, "fewer fields"},
    }));
    INFO(code << " " << message);
    const Error error = refused(query, code, message);
    CHECK(name_of(error.code) == name_of(expected));
    CHECK_THAT(error.guidance, Catch::Contains(repair));
    CHECK_THAT(error.guidance, !Catch::Contains("{}"));
}

TEST_CASE("A refused record is answered with what to send instead") {
    const auto [request, code, message, expected, repair] =
        GENERATE(table<RequestInfo, std::string, std::string, ErrorCode, std::string>({
            {fetch, "QUERY_TOO_COMPLICATED", "", ErrorCode::invalid_arguments, "`fields`"},
            {create, "CANNOT_EXECUTE_FLOW_TRIGGER", "We can't save this record because the “X” process failed.",
             ErrorCode::validation_failed, "automation"},
            {create, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "T: execution of BeforeInsert",
             ErrorCode::validation_failed, "automation"},
            {create, "INVALID_FIELD", "Foreign key external ID: 17 not found for field Number__c in entity Account",
             ErrorCode::validation_failed, "Check the value"},
            {create, "DUPLICATE_EXTERNAL_ID", "external id is not unique", ErrorCode::validation_failed,
             "Several records have this external id"},
            {create, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: Number__c",
             ErrorCode::unknown_field, "no external id"},
            {create, "MALFORMED_ID", "Account ID: id value of incorrect type: 003dM00003kRs59QAC",
             ErrorCode::validation_failed, "another object"},
            {create, "INVALID_FIELD", "something new about 'Phone'", ErrorCode::validation_failed, "Phone exists"},
        }));
    INFO(code << " " << message);
    const Error error = refused(request, code, message);
    CHECK(name_of(error.code) == name_of(expected));
    CHECK_THAT(error.guidance, Catch::Contains(repair));
}

TEST_CASE("Several records with one external id are said to be several") {
    const Error error = explained(create, 300, R"(["/sobjects/Account/1","/sobjects/Account/2"])");
    CHECK(error.code == ErrorCode::validation_failed);
    CHECK_THAT(error.guidance, Catch::Contains("Several records"));
}

TEST_CASE("A flow's words come without the markup that they are shown with") {
    const Error error = refused(
        create, "CANNOT_EXECUTE_FLOW_TRIGGER",
        "We can't save this record.<br/>Give your admin these details. <b>An unhandled fault</b> in &quot;X&quot;");
    CHECK_THAT(error.message, Catch::Contains("“We can't save this record. Give your admin these details. An unhandled "
                                              "fault in \"X\"”"));
}

TEST_CASE("A login that ended asks to reconnect, one that was never allowed to install the app") {
    const auto [description, expected, repair] = GENERATE(table<std::string, ErrorCode, std::string>({
        {"expired access/refresh token", ErrorCode::reconnect_required, "Reconnect Salesforce"},
        {"inactive user", ErrorCode::reconnect_required, "is inactive"},
        {"user hasn't approved this consumer", ErrorCode::app_not_approved, "install or approve"},
        {"this app is blocked by admin", ErrorCode::app_not_approved, "install or approve"},
    }));
    INFO(description);
    const nlohmann::json body = {{"error", "invalid_grant"}, {"error_description", description}};
    const Error error = explained(query, 400, body.dump());
    CHECK(name_of(error.code) == name_of(expected));
    CHECK_THAT(error.guidance, Catch::Contains(repair));
}

TEST_CASE("A page in place of an answer is an org that is away, or an address that is wrong") {
    const Error away = explained(query, 200, "\n<!DOCTYPE html><html>Maintenance</html>");
    CHECK(away.code == ErrorCode::unavailable);
    CHECK(away.retryable);
    const Error wrong = explained(query, GENERATE(400U, 403U, 404U, 405U, 410U), "<html>nginx</html>");
    CHECK(wrong.code == ErrorCode::unavailable);
    CHECK_FALSE(wrong.retryable);
    CHECK_THAT(wrong.guidance, Catch::Contains("address of this connection is wrong"));
}

TEST_CASE("A page that came with success is asked for again, and no write is repeated") {
    alysio::sdk::HttpResponse response;
    response.sent = ALYSIO_HTTP_ANSWERED;
    response.http_status = 200;
    response.body = "<html>Maintenance</html>";
    const Answer answer(query, response);
    CHECK_FALSE(answer.ok());
    const Effect effect = effect_of(answer, read_error_body(answer));
    CHECK(next_step(Verb::get, effect) == Next::send_again);
    CHECK(next_step(Verb::post, effect) == Next::report_unknown);
    CHECK(next_step(Verb::patch, effect) == Next::read_back);
}

TEST_CASE("The number of an inner fault is kept for the administrator") {
    const Error error = refused(query, "UNKNOWN_EXCEPTION",
                                "An unexpected error occurred. Please include this ErrorId if you contact support: "
                                "1234567890-12345 (-1234567890)",
                                500);
    CHECK_THAT(error.message, Catch::Contains("1234567890-12345 (-1234567890)"));
    CHECK_THAT(error.guidance, Catch::Contains("ErrorId") && Catch::Contains("administrator"));
}

TEST_CASE("Only what is too long is told to be shorter") {
    CHECK_THAT(explained(query, GENERATE(413U, 414U, 431U), "<html></html>").guidance, Catch::Contains("long IN list"));
    CHECK_THAT(refused(query, "SOMETHING_NEW", "no").guidance, !Catch::Contains("long IN list"));
}
