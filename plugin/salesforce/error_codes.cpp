#include "plugin/salesforce/error_codes.hpp"

#include <algorithm>
#include <iterator>

namespace alysio::salesforce {

namespace {

constexpr std::string_view reconnect =
    "Reconnect Salesforce in Alysio under Settings → Integrations, then ask again. Nothing was changed.";
constexpr std::string_view no_api =
    "The edition, licence or profile of the connected user has no API access, whatever the sign-in screen said. A "
    "Salesforce administrator can grant \"API Enabled\".";
constexpr std::string_view approve_app =
    "A Salesforce administrator must install or approve the connected app (Setup → Connected Apps OAuth Usage); then "
    "reconnect Salesforce in Alysio under Settings → Integrations.";
constexpr std::string_view no_access =
    "The connected user lacks the permission for {}. Ask a Salesforce administrator for object, field or record "
    "access.";
constexpr std::string_view hidden_field =
    "Misspelt, or hidden from the connected user by permissions. salesforce_get_object_fields lists the names for {}; "
    "if you are sure it exists, ask a Salesforce administrator for access.";
constexpr std::string_view hidden_object =
    "Misspelt, or hidden from the connected user by permissions. Call salesforce_get_object_fields with `search` to "
    "find the API name (custom objects end in __c); if you are sure it exists, ask an administrator for access.";
constexpr std::string_view no_record =
    "The id is wrong, the record was deleted, or it is not shared with the connected user. Ids of 15 characters are "
    "case-sensitive. Find the record by name with salesforce_run_soql_query.";
constexpr std::string_view fix_values =
    "Correct the values and call again; salesforce_get_object_fields shows types, lengths and allowed values for {}.";
constexpr std::string_view fix_query = "Correct the query and run it again.";
constexpr std::string_view simplify_query =
    "Ask for less: fewer fields (formulas count most), a narrower WHERE on indexed fields, or a LIMIT.";
constexpr std::string_view later = "Try again in a minute.";
constexpr std::string_view host_business =
    "This is a matter of Alysio's own configuration, not of the user's Salesforce connection: tell its operator.";
constexpr std::string_view administrator = "A Salesforce administrator must clear this before it can work.";

struct Row {
    std::string_view code;  // Salesforce's; a * at its ends stands for anything
    Meaning means;
};

// Sorted by meaning; the first row that fits decides, so a narrower name stands before a wider one.
constexpr Row rows[] = {
    {"INVALID_SESSION_ID", {ErrorCode::reconnect_required, reconnect}},
    {"INVALID_AUTH_HEADER", {ErrorCode::reconnect_required, reconnect}},
    {"integration_not_enabled", {ErrorCode::reconnect_required, reconnect}},
    {"7003", {ErrorCode::reconnect_required, reconnect}},
    {"API_DISABLED_FOR_ORG", {ErrorCode::api_access_disabled, no_api}},
    {"API_CURRENTLY_DISABLED", {ErrorCode::api_access_disabled, no_api}},
    {"invalid_grant", {ErrorCode::reconnect_required, reconnect}},
    {"invalid_client*", {ErrorCode::app_not_approved, approve_app}},
    {"OAUTH_APPROVAL_ERROR*", {ErrorCode::app_not_approved, approve_app}},

    {"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
     {ErrorCode::permission_denied,
      "A record that {} refers to (owner, parent or lookup) is not accessible to the connected user, or is gone. Check "
      "the ids, or ask a Salesforce administrator for access."}},
    {"INSUFFICIENT_ACCESS*", {ErrorCode::permission_denied, no_access}},
    {"INVALID_FIELD_FOR_INSERT_UPDATE",
     {ErrorCode::validation_failed,
      "These fields cannot be written by the connected user: formulas, system fields, or fields that are read-only for "
      "the profile. Leave them out and call again."}},
    {"FIELD_NOT_UPDATABLE", {ErrorCode::validation_failed, "This field can be set at creation only. Leave it out."}},
    {"INVALID_FIELD*", {ErrorCode::unknown_field, hidden_field}},
    {"INVALID_TYPE_ON_FIELD_IN_RECORD", {ErrorCode::validation_failed, fix_values}},
    {"INVALID_TYPE", {ErrorCode::unknown_object, hidden_object}},

    {"MALFORMED_ID",
     {ErrorCode::invalid_arguments,
      "Ids have 15 or 18 letters and digits. Find the record by name with salesforce_run_soql_query."}},
    {"INVALID_ID_FIELD",
     {ErrorCode::invalid_arguments,
      "Ids have 15 or 18 letters and digits. Find the record by name with salesforce_run_soql_query."}},
    {"ENTITY_IS_DELETED",
     {ErrorCode::record_deleted, "The record is in the recycle bin. Somebody with access can restore it there."}},
    {"NOT_FOUND", {ErrorCode::record_not_found, no_record}},

    {"MALFORMED_QUERY", {ErrorCode::invalid_query, fix_query}},
    {"MALFORMED_SEARCH", {ErrorCode::invalid_query, fix_query}},
    {"INVALID_QUERY_FILTER_OPERATOR",
     {ErrorCode::invalid_query,
      "The operator or the value does not fit the field: text and picklists are quoted, numbers, dates and booleans "
      "are not."}},
    {"INVALID_QUERY_LOCATOR", {ErrorCode::invalid_query, "The cursor has expired. Run the query again."}},
    {"QUERY_TOO_COMPLICATED", {ErrorCode::invalid_query, simplify_query}},
    {"OPERATION_TOO_LARGE", {ErrorCode::invalid_query, simplify_query}},
    {"EXCEEDED_ID_LIMIT", {ErrorCode::invalid_query, "Add LIMIT 2000 or less: this kind of query has one page only."}},
    {"QUERY_TIMEOUT", {ErrorCode::timeout, simplify_query}},

    {"REQUIRED_FIELD_MISSING", {ErrorCode::validation_failed, "Ask the user for the missing values and call again."}},
    {"STRING_TOO_LONG",
     {ErrorCode::validation_failed, "Shorten the value: the text in brackets says how long it may be."}},
    {"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
     {ErrorCode::validation_failed,
      "Use one of the listed values: call salesforce_get_object_fields for {} with this field in `fields`. A dependent "
      "picklist also needs a value that fits its controlling field."}},
    {"FIELD_CUSTOM_VALIDATION_EXCEPTION",
     {ErrorCode::validation_failed,
      "A rule that this org's administrator wrote refused the values. Tell the user its text, change the values it "
      "speaks of, and call again."}},
    {"FIELD_FILTER_VALIDATION_EXCEPTION",
     {ErrorCode::validation_failed,
      "The record that a lookup field points to does not pass this org's lookup filter. Choose another one."}},
    {"INVALID_CROSS_REFERENCE_KEY",
     {ErrorCode::validation_failed,
      "An id in `fields` names no record of the right kind, or a record type that the connected user may not use."}},
    {"DUPLICATES_DETECTED", {ErrorCode::duplicate_detected, ""}},
    {"DUPLICATE_VALUE",
     {ErrorCode::duplicate_detected,
      "A field that must be unique already has this value in another record. Update that record instead, or change the "
      "value."}},
    {"ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE_CHECK",
     {ErrorCode::conflict,
      "The record changed since it was read. Read it again, show the user what is different, and repeat the update."}},
    {"NUMBER_OUTSIDE_VALID_RANGE", {ErrorCode::validation_failed, fix_values}},
    {"INVALID_EMAIL_ADDRESS", {ErrorCode::validation_failed, "Ask the user for the right e-mail address."}},
    {"FIELD_INTEGRITY_EXCEPTION", {ErrorCode::validation_failed, fix_values}},
    {"JSON_PARSER_ERROR", {ErrorCode::validation_failed, fix_values}},
    {"CANNOT_UPDATE_CONVERTED_LEAD",
     {ErrorCode::validation_failed,
      "A converted lead cannot be changed. Update the contact, account or opportunity it became."}},
    {"ENTITY_IS_LOCKED",
     {ErrorCode::permission_denied,
      "The record is locked by an approval process until it is approved, rejected or recalled."}},
    {"INACTIVE_OWNER_OR_USER", {ErrorCode::validation_failed, "The owner is no active user. Choose another one."}},

    {"UNABLE_TO_LOCK_ROW",
     {ErrorCode::rate_limited,
      "Somebody else is changing the same record or its parent right now. Nothing was changed. Try again in a "
      "minute."}},
    {"TXN_SECURITY*", {ErrorCode::permission_denied, administrator}},
    {"STORAGE_LIMIT_EXCEEDED",
     {ErrorCode::org_limit_exceeded,
      "The org's storage is full. A Salesforce administrator must free some before records can be added."}},
    {"LICENSE_LIMIT_EXCEEDED", {ErrorCode::org_limit_exceeded, administrator}},
    {"LIMIT_EXCEEDED", {ErrorCode::org_limit_exceeded, administrator}},
    {"TRIAL_EXPIRED", {ErrorCode::permission_denied, administrator}},

    {"*MAINTENANCE*", {ErrorCode::unavailable, "The org is in maintenance and takes no changes. Try again later."}},
    {"ORG_LOCKED", {ErrorCode::unavailable, "The org is locked for maintenance. Try again later."}},
    {"SERVER_UNAVAILABLE", {ErrorCode::unavailable, later}},
    {"UNKNOWN_EXCEPTION", {ErrorCode::unavailable, later}},
    {"METHOD_NOT_ALLOWED", {ErrorCode::internal, host_business}},
    {"UNSUPPORTED_MEDIA_TYPE", {ErrorCode::internal, host_business}},
    {"UNSUPPORTED_API_VERSION",
     {ErrorCode::internal,
      "The configured Salesforce API version is not served any more: tell the operator of Alysio."}},
};

bool fits(std::string_view pattern, std::string_view code) {
    if (pattern.front() == '*') return code.find(pattern.substr(1, pattern.size() - 2)) != std::string_view::npos;
    if (pattern.back() == '*') return code.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
    return code == pattern;
}

}  // namespace

const Meaning* meaning_of(std::string_view salesforce_code) {
    const Row* found =
        std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return fits(row.code, salesforce_code); });
    return found != std::end(rows) ? &found->means : nullptr;
}

std::string_view guidance_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::reconnect_required:
            return reconnect;
        case ErrorCode::api_access_disabled:
            return no_api;
        case ErrorCode::app_not_approved:
            return approve_app;
        case ErrorCode::permission_denied:
            return no_access;
        case ErrorCode::unknown_object:
            return hidden_object;
        case ErrorCode::record_not_found:
            return no_record;
        case ErrorCode::record_deleted:
            return "The record is in the recycle bin. Somebody with access can restore it there.";
        case ErrorCode::conflict:
            return "The record changed since it was read. Read it again, show the user what is different, and repeat "
                   "the update.";
        case ErrorCode::invalid_query:
            return fix_query;
        case ErrorCode::validation_failed:
            return fix_values;
        case ErrorCode::invalid_arguments:
            return "Correct the arguments and call again.";
        case ErrorCode::policy_denied:
            return "The policy of this Alysio workspace does not allow it, whatever Salesforce would say. Its "
                   "administrator can change that.";
        case ErrorCode::cancelled:
            return "The call was cancelled. Ask again if it is still wanted.";
        case ErrorCode::rate_limited:
            return "Too many requests at once. Try again later: after `retry_after_s` where that is given.";
        case ErrorCode::org_limit_exceeded:
            return "The org's API allowance for 24 hours is used up. It frees up hour by hour; an administrator can "
                   "see who uses it in Setup → System Overview.";
        case ErrorCode::internal:
            return host_business;
        case ErrorCode::bad_response:
            return "This is no answer that Salesforce gives. Try again; then tell the operator.";
        default:
            return later;
    }
}

std::string_view guidance_of_length(ErrorCode code) {
    return code == ErrorCode::invalid_query
               ? "Shorten the query: instead of a long IN list use a semi-join, such as WHERE AccountId IN (SELECT Id "
                 "FROM Account WHERE ...)."
               : "Ask for fewer fields, or send shorter values.";
}

}  // namespace alysio::salesforce
