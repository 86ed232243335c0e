#include "plugin/salesforce/sentences.hpp"

#include "plugin/salesforce/object_name.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <iterator>
#include <string>

namespace alysio::salesforce {

namespace {

using Kind = RequestInfo::Kind;

enum class In { query, record, anything };

constexpr std::string_view single_quotes =
    "Text stands in straight single quotes: Name = 'Acme'. Replace curly and double quotes; a quote inside the text is "
    "written \\'.";
constexpr std::string_view boolean_groups =
    "AND and OR do not stand side by side: put parentheses around one of them, such as WHERE A = 1 AND (B = 2 OR C = "
    "3).";
constexpr std::string_view negation =
    "NOT needs parentheses of its own beside AND and OR: WHERE A = 1 AND (NOT B = 2); or use != and NOT IN.";
constexpr std::string_view nulls = "Compare with null by = and !=: WHERE Phone = null, WHERE Phone != null.";
constexpr std::string_view two_queries =
    "Run the inner query alone first, then the outer one with WHERE Id IN ('...') of what it found.";
constexpr std::string_view tooling =
    "This object belongs to Salesforce's Tooling API, which is not offered here, whatever the user's permissions. "
    "EntityDefinition and FieldDefinition can be queried; the rest stands in Setup.";
constexpr std::string_view filterless =
    "{} cannot stand in WHERE (long and rich text, encrypted fields). Filter by another field, and look through the "
    "rows that come; salesforce_get_object_fields marks such fields not_filterable.";
constexpr std::string_view offset_needed =
    "A time needs its offset: CreatedDate > 2026-12-01T09:00:00Z, or +01:00 in place of Z. A date literal needs none: "
    "CreatedDate = TODAY.";
constexpr std::string_view whole_id =
    "Ids have 15 or 18 letters and digits, whole. Ask the user for the whole id, or for the record's name.";
constexpr std::string_view group_or_aggregate =
    "In a grouped query each field is in GROUP BY or in a function: COUNT(Id), SUM(Amount), MAX(CloseDate). Group by "
    "{}, or leave it out.";
constexpr std::string_view repeat_function =
    "ORDER BY and HAVING take no alias: repeat the function, such as ORDER BY COUNT(Id) DESC.";
constexpr std::string_view groups =
    "There is no DISTINCT: SELECT Industry FROM Account GROUP BY Industry lists each value once, COUNT_DISTINCT(Field) "
    "counts them.";
constexpr std::string_view alias_without_as =
    "An alias follows without AS, and only a function or a grouped field takes one: COUNT(Id) total.";
constexpr std::string_view big_object =
    "A big object is filtered by the fields of its index, from the first on without gaps, by = (the last one by a "
    "range); no functions, no LIKE, no ORDER BY.";
constexpr std::string_view several_with_external_id =
    "Several records have this external id. Find the right one with salesforce_run_soql_query and give its Id in the "
    "lookup field instead.";
constexpr std::string_view misused =
    "{} exists, but cannot be used like this: salesforce_get_object_fields with `fields` shows its type and what it "
    "cannot do.";
constexpr std::string_view automation =
    "An automation of this org (an Apex trigger, a flow) failed. Its text says why: change the values where it speaks "
    "of them, else a Salesforce administrator must mend it.";

struct Row {
    std::string_view code;     // Salesforce's; "*" at its end is any
    std::string_view pattern;  // of the sentence: % is any text, | stands between patterns
    Meaning means;
    In in = In::query;
    std::string_view excerpt = {};  // a pattern of the part of the query that stands before the sentence
};

// The first row that fits decides, so a narrower pattern stands before a wider one.
constexpr Row rows[] = {
    // Values that do not fit their field.
    {"*",
     "must be of type datetime",
     {ErrorCode::invalid_query,
      "{} holds a time. Write one without quotes and with its offset, {} >= 2026-12-01T00:00:00Z; a date literal, {} = "
      "TODAY; or compare its day: DAY_ONLY({}) = 2026-12-01."}},
    {"*",
     "must be of type date",
     {ErrorCode::invalid_query,
      "{} holds a day. Write it without quotes and time, {} >= 2026-12-01, or as a date literal: {} = THIS_MONTH."}},
    {"*",
     "must be of type boolean",
     {ErrorCode::invalid_query, "{} is a checkbox: {} = true or {} = false, without quotes."}},
    {"*",
     "must be of type % should be enclosed in quotes",
     {ErrorCode::invalid_query, "{} holds text: put the value in single quotes, {} = '12345'."}},
    {"*",
     "must be of type % should not be enclosed in quotes",
     {ErrorCode::invalid_query, "{} holds a number: write it without quotes and separators, {} > 1500.50."}},
    {"*", "must be of type", {ErrorCode::invalid_query, "Write the value of {} as its type asks for."}},
    {"*", "invalid ID field", {ErrorCode::invalid_query, whole_id}},
    {"*",
     "Address fields can only be filtered|Distance expressions",
     {ErrorCode::invalid_query,
      "An address or location is filtered by its parts, such as BillingCity = 'Paris', or by DISTANCE(...) < n."}},

    // What a field cannot do.
    {"*", "encrypted", {ErrorCode::invalid_query, filterless}},
    {"*",
     "invalid operator on multi",
     {ErrorCode::invalid_query,
      "A multi-select picklist is filtered by INCLUDES and EXCLUDES: {} INCLUDES ('A', 'B') is any of them, ('A;B') "
      "both."}},
    {"*",
     "invalid operator on id",
     {ErrorCode::invalid_query, "Ids are compared by = and IN, not by LIKE or size. Filter by the record's name."}},
    {"*",
     "invalid operator on|LIKE operator",
     {ErrorCode::invalid_query,
      "This operator does not fit {}: LIKE is for text alone; numbers and dates take = < >, checkboxes =."}},
    {"*", "can not be filtered|cannot be filtered", {ErrorCode::invalid_query, filterless}},
    {"*",
     "can not be grouped|cannot be grouped",
     {ErrorCode::invalid_query,
      "Rows cannot be grouped by {}: salesforce_get_object_fields marks such fields not_groupable. A time is grouped by "
      "a function, such as GROUP BY CALENDAR_MONTH({})."}},
    {"*",
     "can not be sorted|cannot be sorted",
     {ErrorCode::invalid_query, "Rows cannot be ordered by {} (long text, multi-select). Order by another field."}},
    {"*",
     "does not support aggregate operator",
     {ErrorCode::invalid_query,
      "This function does not fit {}: SUM and AVG take numbers, MIN and MAX numbers, dates and text, COUNT any field "
      "but checkboxes and long text. Group by it and use COUNT(Id) instead."}},
    {"*", "Ordered field must be grouped|Having field must be grouped", {ErrorCode::invalid_query, repeat_function}},
    {"*", "must be grouped or aggregated", {ErrorCode::invalid_query, group_or_aggregate}},
    {"*",
     "Grouped field should not be aggregated",
     {ErrorCode::invalid_query, "A field is either in GROUP BY or in a function, not both: leave one of them out."}},
    {"*",
     "duplicate field selected|duplicate alias",
     {ErrorCode::invalid_query, "A field stands once in SELECT; FIELDS(...) holds it already. Leave the second out."}},
    {"*",
     "only root queries support aggregate",
     {ErrorCode::invalid_query,
      "A subquery takes no functions. Query the child object itself: SELECT AccountId, COUNT(Id) FROM Contact GROUP BY "
      "AccountId."}},

    // Semi-joins.
    {"*",
     "Entity '%' is not supported for semi join",
     {ErrorCode::invalid_query,
      "Task, Event and other activities cannot stand in IN (SELECT ...). Query them alone first, SELECT WhatId FROM "
      "Task WHERE ..., then the records with WHERE Id IN ('...') or NOT IN ('...')."}},
    {"*",
     "semi join sub selects can only query id fields",
     {ErrorCode::invalid_query,
      "IN (SELECT ...) selects an id or lookup field: WHERE Id IN (SELECT AccountId FROM Contact). To compare texts, "
      "run the inner query alone first."}},
    {"*",
     "Semi join sub-selects are|Nesting of semi join|inner and outer selects",
     {ErrorCode::invalid_query, two_queries}},

    // Words of SQL that SOQL does not have, by where the parser stopped and what stands there.
    {"MALFORMED_QUERY",
     "unexpected token|no viable",
     {ErrorCode::invalid_query, "There is no NOT LIKE: WHERE (NOT Name LIKE 'Acme%'), with its parentheses."},
     In::query,
     "NOT LIKE"},
    {"MALFORMED_QUERY", "unexpected token: 'IS'|unexpected token: IS", {ErrorCode::invalid_query, nulls}},
    {"MALFORMED_QUERY", "unexpected token", {ErrorCode::invalid_query, nulls}, In::query, " IS NULL| IS NOT "},
    {"MALFORMED_QUERY", "unexpected token: 'DISTINCT", {ErrorCode::invalid_query, groups}},
    {"MALFORMED_QUERY", "unexpected token", {ErrorCode::invalid_query, groups}, In::query, "DISTINCT "},
    {"MALFORMED_QUERY",
     "unexpected token",
     {ErrorCode::invalid_query, "COUNT() counts rows: SELECT COUNT() FROM Account. In a grouped query: COUNT(Id)."},
     In::query,
     "COUNT(*)|COUNT( * )"},
    {"MALFORMED_QUERY",
     "unexpected token: '*|unexpected token: *",
     {ErrorCode::invalid_query,
      "There is no *: name the fields, or SELECT FIELDS(STANDARD) FROM Account LIMIT 200. "
      "salesforce_get_object_fields lists the names."}},
    {"MALFORMED_QUERY", "unexpected token: 'AS'", {ErrorCode::invalid_query, alias_without_as}},
    {"MALFORMED_QUERY", "unexpected token", {ErrorCode::invalid_query, alias_without_as}, In::query, ") AS "},
    {"MALFORMED_QUERY",
     "unexpected token",
     {ErrorCode::invalid_query, "There is no BETWEEN: WHERE Amount >= 100 AND Amount <= 200."},
     In::query,
     " BETWEEN "},
    {"MALFORMED_QUERY",
     "unexpected token",
     {ErrorCode::invalid_query,
      "There is no JOIN: a parent's field is Account.Name, children are a subquery, (SELECT Id FROM Contacts)."},
     In::query,
     " JOIN "},
    {"MALFORMED_QUERY", "unexpected token: 'NOT'", {ErrorCode::invalid_query, negation}},
    {"MALFORMED_QUERY",
     "unexpected token: 'AND'|unexpected token: 'OR'",
     {ErrorCode::invalid_query, negation},
     In::query,
     "WHERE NOT "},
    {"MALFORMED_QUERY", "unexpected token: 'AND'|unexpected token: 'OR'", {ErrorCode::invalid_query, boolean_groups}},
    {"MALFORMED_QUERY", "‘|’|“|”|token: '\"|token: \"|character '\"", {ErrorCode::invalid_query, single_quotes}},
    {"MALFORMED_QUERY",
     "unexpected|no viable|mismatched",
     {ErrorCode::invalid_query, single_quotes},
     In::query,
     "‘|’|“|”|= \"|(\""},
    {"MALFORMED_QUERY",
     "no viable alternative at character|mismatched character|expecting '-'",
     {ErrorCode::invalid_query, offset_needed},
     In::query,
     "-%-%:%:"},
    {"MALFORMED_QUERY",
     "Bind variables",
     {ErrorCode::invalid_query, "Variables are Apex. Write the value itself: WHERE Name = 'Acme'."}},
    {"MALFORMED_QUERY",
     " IN ()",
     {ErrorCode::invalid_query,
      "An IN list holds one value at least. Leave the condition out, or ask for the values."}},
    {"MALFORMED_QUERY",
     "SECURITY_ENFORCED|soqlWithIdentifierClause",
     {ErrorCode::invalid_query,
      "Leave WITH SECURITY_ENFORCED out: it is Apex, and every query here has the user's permissions anyway."}},
    {"MALFORMED_QUERY",
     "<EOF>",
     {ErrorCode::invalid_query, "The query ends too early: a condition, a closing parenthesis or a quote is missing."}},
    {"*",
     "Maximum SOQL offset",
     {ErrorCode::invalid_query,
      "OFFSET goes up to 2,000. Drop it: this tool follows all pages, so all rows come; max_records bounds them."}},

    // Objects of other kinds.
    {"INVALID_TYPE",
     "'ValidationRule'|'WorkflowRule'|'CustomField'|'CustomObject'|'Flow'|'FlowDefinition'|'Layout'|'ApexCodeCoverage'|"
     "'ApexOrgWideCoverage'|'TraceFlag'|'DebugLevel'|'MetadataContainer'|'CompactLayout'|'GlobalValueSet'|"
     "'RemoteProxy'|'QuickActionDefinition'",
     {ErrorCode::unknown_object, tooling}},
    {"*",
     "Only equals comparisons permitted|Disjunctions not supported",
     {ErrorCode::invalid_query,
      "EntityDefinition and its like take = and IN joined by AND, no OR and no !=. Ask once for each alternative."}},
    {"BIG_OBJECT*", "", {ErrorCode::invalid_query, big_object}},
    {"*", "big object", {ErrorCode::invalid_query, big_object}},
    {"EXTERNAL_OBJECT*",
     "",
     {ErrorCode::invalid_query,
      "An external object's rows are in another system, which takes simple conditions only: no functions, no GROUP BY, "
      "no semi-join. If that does not help, a Salesforce administrator must look at the external data source."}},

    // Records, and what is written to them.
    {"QUERY_TOO_COMPLICATED",
     "",
     {ErrorCode::invalid_arguments,
      "This object has too many formulas to read all of them at once: name the wanted ones in `fields`."},
     In::record},
    {"CANNOT_EXECUTE_FLOW_TRIGGER", "", {ErrorCode::validation_failed, automation}, In::anything},
    {"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "", {ErrorCode::validation_failed, automation}, In::anything},
    {"*",
     "Foreign key external ID%is not unique|More than one record found for external id",
     {ErrorCode::validation_failed, several_with_external_id},
     In::record},
    {"DUPLICATE_EXTERNAL_ID", "", {ErrorCode::validation_failed, several_with_external_id}, In::record},
    {"*",
     "Foreign key external ID",
     {ErrorCode::validation_failed,
      "No record that the connected user can see has this external id. Check the value with the user, or find the "
      "record with salesforce_run_soql_query and give its Id in the lookup field."},
     In::record},
    {"*",
     "Provided external ID field does not exist",
     {ErrorCode::unknown_field,
      "The key of the nested object is no external id of the other object, or is hidden from the connected user. "
      "salesforce_get_object_fields lists its fields; the record's Id in the lookup field works always."},
     In::record},
    {"*",
     "id value of incorrect type",
     {ErrorCode::validation_failed,
      "The id belongs to a record of another object than {} refers to. Find the right record by name with "
      "salesforce_run_soql_query."},
     In::record},
    {"INVALID_FIELD",
     "No such column|No such relation|understand relationship",
     {ErrorCode::unknown_field,
      "Misspelt, or hidden from the connected user by permissions. salesforce_get_object_fields lists the names of an "
      "object; if you are sure it exists, ask a Salesforce administrator for access."},
     In::anything},
    {"INVALID_FIELD", "", {ErrorCode::invalid_query, misused}},
    {"INVALID_FIELD", "", {ErrorCode::validation_failed, misused}, In::record},

    // Logins.
    {"invalid_grant",
     "approv|not installed|must be installed|blocked|admin",
     {ErrorCode::app_not_approved,
      "A Salesforce administrator must install or approve the connected app (Setup → Connected Apps OAuth Usage); then "
      "reconnect Salesforce in Alysio under Settings → Integrations."},
     In::anything},
    {"invalid_grant",
     "inactive user",
     {ErrorCode::reconnect_required,
      "The Salesforce user of this connection is inactive: an administrator must activate it, or another user "
      "reconnects Salesforce in Alysio under Settings → Integrations."},
     In::anything},
    {"UNKNOWN_EXCEPTION",
     "ErrorId",
     {ErrorCode::unavailable,
      "Try again in a minute. If it stays, give the whole text with its ErrorId and code to the Salesforce "
      "administrator: Salesforce's support finds the cause by it."},
     In::anything},
};

struct Message {
    std::string_view excerpt;  // of the query; empty where there is none
    std::string_view sentence;
};

Message read_message(std::string_view message) {
    const std::size_t place = message.rfind("ERROR at Row:");
    if (place == std::string_view::npos) return {{}, message};
    const std::size_t line = message.find('\n', place);
    return {message.substr(0, place), message.substr(line == std::string_view::npos ? place : line + 1)};
}

bool holds_in_order(const std::string& text, const std::string& pattern) {
    std::size_t at = 0;
    for (const std::string_view piece : base::split(pattern, '%')) {
        at = text.find(piece, at);
        if (at == std::string::npos) return false;
        at += piece.size();
    }
    return true;
}

bool fits_any(std::string_view text, std::string_view patterns) {
    const std::string letters = base::lower(text);
    const auto alternatives = base::split(patterns, '|');
    return std::any_of(alternatives.begin(), alternatives.end(),
                       [&](std::string_view pattern) { return holds_in_order(letters, base::lower(pattern)); });
}

bool fits_code(std::string_view pattern, std::string_view code) {
    if (pattern.back() == '*') return code.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
    return code == pattern;
}

bool fits_kind(In in, Kind kind) {
    return in == In::anything || (in == In::query) == (kind == Kind::query);
}

}  // namespace

const Meaning* meaning_of_sentence(RequestInfo::Kind kind, std::string_view code, std::string_view message) {
    const Message said = read_message(message);
    const Row* found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) {
        return fits_kind(row.in, kind) && fits_code(row.code, code) && fits_any(said.sentence, row.pattern) &&
               fits_any(said.excerpt, row.excerpt);
    });
    return found != std::end(rows) ? &found->means : nullptr;
}

std::string_view field_in_sentence(std::string_view message) {
    const std::string_view sentence = read_message(message).sentence;
    // Behind a letter it is an apostrophe: "Didn't understand ...".
    std::size_t open = sentence.find('\'');
    while (open != std::string_view::npos && open > 0 && base::is_letter_or_digit(sentence[open - 1])) {
        open = sentence.find('\'', open + 1);
    }
    const std::size_t close = open == std::string_view::npos ? open : sentence.find('\'', open + 1);
    if (close != std::string_view::npos) {
        const std::string_view name = sentence.substr(open + 1, close - open - 1);
        return is_field_path(name) ? name : std::string_view();
    }
    // "Field must be grouped or aggregated: Name"
    const std::size_t colon = sentence.rfind(": ");
    if (colon == std::string_view::npos) return {};
    const std::string_view name = base::trim(sentence.substr(colon + 2));
    return is_field_path(name) ? name : std::string_view();
}

}  // namespace alysio::salesforce
