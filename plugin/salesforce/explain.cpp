#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "plugin/salesforce/refusal.hpp"
#include "plugin/salesforce/text.hpp"

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
    std::string_view code;  // Salesforce's; a trailing * stands for any ending
    ErrorCode means;
    std::string_view guidance;  // {} becomes what the request was about
};

// Sorted by meaning; the first row that fits decides, so a narrower name stands before a wider one.
constexpr Row rows[] = {
    {"INVALID_SESSION_ID", ErrorCode::ReconnectRequired, reconnect},
    {"INVALID_AUTH_HEADER", ErrorCode::ReconnectRequired, reconnect},
    {"integration_not_enabled", ErrorCode::ReconnectRequired, reconnect},
    {"7003", ErrorCode::ReconnectRequired, reconnect},
    {"API_DISABLED_FOR_ORG", ErrorCode::ApiAccessDisabled, no_api},
    {"API_CURRENTLY_DISABLED", ErrorCode::ApiAccessDisabled, no_api},
    {"invalid_grant", ErrorCode::AppNotApproved, approve_app},
    {"invalid_client*", ErrorCode::AppNotApproved, approve_app},
    {"OAUTH_APPROVAL_ERROR*", ErrorCode::AppNotApproved, approve_app},

    {"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", ErrorCode::PermissionDenied,
     "A record that {} refers to (owner, parent or lookup) is not accessible to the connected user, or is gone. Check "
     "the ids, or ask a Salesforce administrator for access."},
    {"INSUFFICIENT_ACCESS*", ErrorCode::PermissionDenied, no_access},
    {"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", ErrorCode::ValidationFailed,
     "An automation of this org (Apex trigger or flow) failed. Its text says why; a Salesforce administrator can mend "
     "it."},

    {"INVALID_FIELD_FOR_INSERT_UPDATE", ErrorCode::ValidationFailed,
     "These fields cannot be written by the connected user: formulas, system fields, or fields that are read-only for "
     "the profile. Leave them out and call again."},
    {"FIELD_NOT_UPDATABLE", ErrorCode::ValidationFailed, "This field can be set at creation only. Leave it out."},
    {"INVALID_FIELD*", ErrorCode::UnknownField, hidden_field},
    {"INVALID_TYPE_ON_FIELD_IN_RECORD", ErrorCode::ValidationFailed, fix_values},
    {"INVALID_TYPE", ErrorCode::UnknownObject, hidden_object},

    {"MALFORMED_ID", ErrorCode::InvalidArguments,
     "Ids have 15 or 18 letters and digits. Find the record by name with salesforce_run_soql_query."},
    {"INVALID_ID_FIELD", ErrorCode::InvalidArguments,
     "Ids have 15 or 18 letters and digits. Find the record by name with salesforce_run_soql_query."},
    {"ENTITY_IS_DELETED", ErrorCode::RecordDeleted,
     "The record is in the recycle bin. Somebody with access can restore it there."},
    {"NOT_FOUND", ErrorCode::RecordNotFound, no_record},

    {"MALFORMED_QUERY", ErrorCode::InvalidQuery, fix_query},
    {"MALFORMED_SEARCH", ErrorCode::InvalidQuery, fix_query},
    {"INVALID_QUERY_FILTER_OPERATOR", ErrorCode::InvalidQuery,
     "The operator or the value does not fit the field: text and picklists are quoted, numbers, dates and booleans are "
     "not."},
    {"INVALID_QUERY_LOCATOR", ErrorCode::InvalidQuery, "The cursor has expired. Run the query again."},
    {"QUERY_TOO_COMPLICATED", ErrorCode::InvalidQuery, simplify_query},
    {"OPERATION_TOO_LARGE", ErrorCode::InvalidQuery, simplify_query},
    {"EXCEEDED_ID_LIMIT", ErrorCode::InvalidQuery, "Add LIMIT 2000 or less: this kind of query has one page only."},
    {"QUERY_TIMEOUT", ErrorCode::Timeout, simplify_query},

    {"REQUIRED_FIELD_MISSING", ErrorCode::ValidationFailed, "Ask the user for the missing values and call again."},
    {"STRING_TOO_LONG", ErrorCode::ValidationFailed,
     "Shorten the value: the text in brackets says how long it may be."},
    {"INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", ErrorCode::ValidationFailed,
     "Use one of the listed values: call salesforce_get_object_fields for {} with this field in `fields`. A dependent "
     "picklist also needs a value that fits its controlling field."},
    {"FIELD_CUSTOM_VALIDATION_EXCEPTION", ErrorCode::ValidationFailed,
     "A rule that this org's administrator wrote refused the values. Tell the user its text, change the values it "
     "speaks of, and call again."},
    {"FIELD_FILTER_VALIDATION_EXCEPTION", ErrorCode::ValidationFailed,
     "The record that a lookup field points to does not pass this org's lookup filter. Choose another one."},
    {"INVALID_CROSS_REFERENCE_KEY", ErrorCode::ValidationFailed,
     "An id in `fields` names no record of the right kind, or a record type that the connected user may not use."},
    {"DUPLICATES_DETECTED", ErrorCode::DuplicateDetected, ""},
    {"DUPLICATE_VALUE", ErrorCode::DuplicateDetected,
     "A field that must be unique already has this value in another record. Update that record instead, or change the "
     "value."},
    {"ENTITY_FAILED_IFLASTMODIFIED_ON_UPDATE_CHECK", ErrorCode::Conflict,
     "The record changed since it was read. Read it again, show the user what is different, and repeat the update."},
    {"NUMBER_OUTSIDE_VALID_RANGE", ErrorCode::ValidationFailed, fix_values},
    {"INVALID_EMAIL_ADDRESS", ErrorCode::ValidationFailed, "Ask the user for the right e-mail address."},
    {"FIELD_INTEGRITY_EXCEPTION", ErrorCode::ValidationFailed, fix_values},
    {"JSON_PARSER_ERROR", ErrorCode::ValidationFailed, fix_values},
    {"CANNOT_UPDATE_CONVERTED_LEAD", ErrorCode::ValidationFailed,
     "A converted lead cannot be changed. Update the contact, account or opportunity it became."},
    {"ENTITY_IS_LOCKED", ErrorCode::PermissionDenied,
     "The record is locked by an approval process until it is approved, rejected or recalled."},
    {"INACTIVE_OWNER_OR_USER", ErrorCode::ValidationFailed, "The owner is no active user. Choose another one."},

    {"UNABLE_TO_LOCK_ROW", ErrorCode::RateLimited,
     "Somebody else is changing the same record or its parent right now. Nothing was changed. Try again in a minute."},
    {"TXN_SECURITY*", ErrorCode::PermissionDenied, administrator},
    {"STORAGE_LIMIT_EXCEEDED", ErrorCode::OrgLimitExceeded,
     "The org's storage is full. A Salesforce administrator "
     "must free some before records can be added."},
    {"LICENSE_LIMIT_EXCEEDED", ErrorCode::OrgLimitExceeded, administrator},
    {"LIMIT_EXCEEDED", ErrorCode::OrgLimitExceeded, administrator},
    {"TRIAL_EXPIRED", ErrorCode::PermissionDenied, administrator},

    {"*MAINTENANCE*", ErrorCode::Unavailable, "The org is in maintenance and takes no changes. Try again later."},
    {"ORG_LOCKED", ErrorCode::Unavailable, "The org is locked for maintenance. Try again later."},
    {"SERVER_UNAVAILABLE", ErrorCode::Unavailable, later},
    {"UNKNOWN_EXCEPTION", ErrorCode::Unavailable, later},
    {"METHOD_NOT_ALLOWED", ErrorCode::Internal, host_business},
    {"UNSUPPORTED_MEDIA_TYPE", ErrorCode::Internal, host_business},
    {"UNSUPPORTED_API_VERSION", ErrorCode::Internal,
     "The configured Salesforce API version is not served any more: tell the operator of Alysio."},
};

bool fits(std::string_view pattern, std::string_view code) {
    if (pattern.front() == '*') return code.find(pattern.substr(1, pattern.size() - 2)) != std::string_view::npos;
    if (pattern.back() == '*') return code.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
    return code == pattern;
}

const Row* row_of(std::string_view code) {
    const Row* found =
        std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return fits(row.code, code); });
    return found != std::end(rows) ? found : nullptr;
}

std::string subject_of(const Asked& asked, const std::vector<std::string>& fields) {
    std::string subject = asked.object.empty() ? "this request" : asked.object;
    if (!asked.id.empty()) subject += " " + asked.id;
    if (!fields.empty()) subject += fmt::format(" ({})", fmt::join(fields, ", "));
    return subject;
}

std::string filled(std::string_view guidance, const std::string& subject) {
    std::string text(guidance);
    const std::size_t gap = text.find("{}");
    if (gap != std::string::npos) text.replace(gap, 2, subject);
    return text;
}

std::string as_data(std::string_view text) {
    return "“" + quoted_data(text, 600) + "”";
}

// A query's error begins with an excerpt of the query and a caret; the place and the sentence come last.
std::string without_excerpt(std::string_view message) {
    constexpr std::string_view marker = "ERROR at Row:";
    const std::size_t place = message.rfind(marker);
    if (place == std::string_view::npos) return std::string(message);
    const std::string_view rest = message.substr(place + marker.size());
    const std::size_t line = rest.find('\n');
    if (line == std::string_view::npos) return std::string(rest);
    std::string where = "row " + std::string(rest.substr(0, line));
    const std::size_t column = where.find(":Column:");
    if (column != std::string::npos) where.replace(column, 8, ", column ");
    return std::string(trimmed(rest.substr(line))) + " (" + where + ")";
}

// The name between the first pair of single quotes, where Salesforce names the field or object it did not find.
std::string quoted_name(std::string_view message) {
    const std::size_t open = message.find('\'');
    const std::size_t close = open == std::string_view::npos ? open : message.find('\'', open + 1);
    if (close == std::string_view::npos) return {};
    return quoted_data(message.substr(open + 1, close - open - 1), 120);
}

double seconds(std::uint64_t ns) {
    return static_cast<double>(ns / 1'000'000) / 1000.0;
}

Error without_answer(const Answer& answer, const Asked& asked) {
    const std::string said =
        answer.message.empty() ? std::string("The request did not get through.") : quoted_data(answer.message, 400);
    const Outcome outcome = answer.sent == ALYSIO_HTTP_NOT_SENT ? Outcome::NotSent : Outcome::Rejected;
    const auto error = [&](ErrorCode code, std::string guidance) { return Error(code, said, guidance, outcome); };
    switch (answer.end) {
        case ALYSIO_E_CANCELLED:
            return error(ErrorCode::Cancelled, "The call was cancelled. Ask again if it is still wanted.");
        case ALYSIO_E_DENIED: {
            Error denied =
                error(ErrorCode::PolicyDenied,
                      "The policy of this Alysio workspace does not allow it, whatever Salesforce would say. Its "
                      "administrator can change that.");
            if (!answer.subject.empty()) denied.fields.push_back(quoted_data(answer.subject, 120));
            return denied;
        }
        case ALYSIO_E_LIMITED:
            return error(ErrorCode::RateLimited, std::string(later));
        case ALYSIO_E_TOO_LARGE: {
            const bool query = asked.what == Asked::What::Query;
            return Error(query ? ErrorCode::InvalidQuery : ErrorCode::InvalidArguments,
                         fmt::format("The request is too long: {} of at most {} bytes.", answer.size, answer.limit),
                         query
                             ? "Shorten the query: instead of a long IN list use a semi-join, such as WHERE AccountId "
                               "IN (SELECT Id FROM Account WHERE ...)."
                             : "Ask for fewer fields, or send shorter values.",
                         Outcome::NotSent);
        }
        case ALYSIO_E_RECONNECT:
            return error(ErrorCode::ReconnectRequired, std::string(reconnect));
        case ALYSIO_E_NOT_APPROVED:
            return error(ErrorCode::AppNotApproved, std::string(approve_app));
        case ALYSIO_E_TIMEOUT:
        case ALYSIO_E_UNREACHABLE:
        case ALYSIO_E_BROKEN:
        case ALYSIO_E_UNAVAILABLE:
            return error(ErrorCode::Unavailable, std::string(later));
        case ALYSIO_E_UNTRUSTED:
        case ALYSIO_E_HOST_CREDENTIAL:
            return error(ErrorCode::Internal, std::string(host_business));
        default:
            return error(ErrorCode::Internal, "Tell the operator of Alysio.");
    }
}

ErrorCode code_of_status(const Answer& answer, const Refusal& refusal, const Asked& asked) {
    const bool from_salesforce = refusal.speaker == Refusal::Speaker::Salesforce;
    switch (answer.http_status) {
        case 401:
            return refusal.speaker == Refusal::Speaker::Proxy ? ErrorCode::Internal : ErrorCode::ReconnectRequired;
        case 403:
            if (refusal.speaker == Refusal::Speaker::Proxy) return ErrorCode::Internal;
            return from_salesforce ? ErrorCode::PermissionDenied : ErrorCode::Unavailable;
        case 404:
            if (refusal.speaker == Refusal::Speaker::Markup) return ErrorCode::Unavailable;
            return asked.id.empty() && !asked.object.empty() ? ErrorCode::UnknownObject : ErrorCode::RecordNotFound;
        case 409:
        case 412:
            return ErrorCode::Conflict;
        case 410:
            return ErrorCode::RecordDeleted;
        case 413:
        case 414:
        case 431:
            return asked.what == Asked::What::Query ? ErrorCode::InvalidQuery : ErrorCode::InvalidArguments;
        case 429:
            return ErrorCode::RateLimited;
        default:
            break;
    }
    if (answer.http_status >= 500 || refusal.speaker == Refusal::Speaker::Markup) return ErrorCode::Unavailable;
    if (!from_salesforce || answer.http_status < 400) return ErrorCode::BadResponse;
    if (asked.what == Asked::What::Query) return ErrorCode::InvalidQuery;
    return asked.writes() ? ErrorCode::ValidationFailed : ErrorCode::BadResponse;
}

std::string_view guidance_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::ReconnectRequired:
            return reconnect;
        case ErrorCode::ApiAccessDisabled:
            return no_api;
        case ErrorCode::AppNotApproved:
            return approve_app;
        case ErrorCode::PermissionDenied:
            return no_access;
        case ErrorCode::UnknownObject:
            return hidden_object;
        case ErrorCode::RecordNotFound:
            return no_record;
        case ErrorCode::RecordDeleted:
            return "The record is in the recycle bin. Somebody with access can restore it there.";
        case ErrorCode::Conflict:
            return "The record changed since it was read. Read it again, show the user what is different, and repeat "
                   "the "
                   "update.";
        case ErrorCode::InvalidQuery:
            return "Shorten or correct the query: instead of a long IN list use a semi-join, such as WHERE AccountId "
                   "IN "
                   "(SELECT Id FROM Account WHERE ...).";
        case ErrorCode::ValidationFailed:
            return fix_values;
        case ErrorCode::InvalidArguments:
            return "Ask for fewer fields, or send shorter values.";
        case ErrorCode::RateLimited:
            return "Too many requests at once. Try again when `retry_after_s` has passed.";
        case ErrorCode::OrgLimitExceeded:
            return "The org's API allowance for 24 hours is used up. It frees up hour by hour; an administrator can "
                   "see "
                   "who uses it in Setup → System Overview.";
        case ErrorCode::Internal:
            return host_business;
        case ErrorCode::BadResponse:
            return "This is no answer that Salesforce gives. Try again; then tell the operator.";
        default:
            return later;
    }
}

// Where the words decide rather than the code.
std::optional<ErrorCode> code_of_words(const Answer& answer, const Refusal::Entry& entry) {
    const auto says = [&](std::string_view words) { return contains_letters(entry.message, words); };
    if (says("not valid for use with the REST API")) return ErrorCode::ApiAccessDisabled;
    const bool refused = answer.http_status == 400 || answer.http_status == 401 || answer.http_status == 403;
    if (refused && (says("not attached to") || says("app must be installed") || says("blocked by admin"))) {
        return ErrorCode::AppNotApproved;
    }
    if (entry.code == "REQUEST_LIMIT_EXCEEDED") {
        return says("ConcurrentRequests") ? ErrorCode::RateLimited : ErrorCode::OrgLimitExceeded;
    }
    return std::nullopt;
}

// INVALID_FIELD covers a name that does not exist and a field that exists but does not fit there.
bool is_misused_field(const Refusal::Entry& entry) {
    if (entry.code != "INVALID_FIELD") return false;
    return !contains_letters(entry.message, "No such column") && !contains_letters(entry.message, "No such relation") &&
           !contains_letters(entry.message, "understand relationship");
}

std::string what_failed(ErrorCode code, const Asked& asked, const std::string& subject) {
    switch (code) {
        case ErrorCode::ReconnectRequired:
            return "Salesforce does not accept the connection any more.";
        case ErrorCode::ApiAccessDisabled:
            return "The connected user may not use the Salesforce API.";
        case ErrorCode::AppNotApproved:
            return "Salesforce does not let this app connect.";
        case ErrorCode::PermissionDenied:
            return fmt::format("Salesforce denied access to {}.", subject);
        case ErrorCode::UnknownObject:
            return asked.object.empty() ? "Salesforce knows no such object."
                                        : fmt::format("Salesforce knows no object named {}.", asked.object);
        case ErrorCode::UnknownField:
            return "Salesforce knows no such field.";
        case ErrorCode::RecordNotFound:
            return fmt::format("Salesforce found no record for {}.", subject);
        case ErrorCode::RecordDeleted:
            return fmt::format("{} has been deleted.", subject);
        case ErrorCode::ValidationFailed:
            return fmt::format("Salesforce refused the values for {}.", subject);
        case ErrorCode::DuplicateDetected:
            return fmt::format("Salesforce found a duplicate of {}.", subject);
        case ErrorCode::Conflict:
            return fmt::format("{} was changed by somebody else meanwhile.", subject);
        case ErrorCode::InvalidQuery:
            return "Salesforce refused the query.";
        case ErrorCode::InvalidArguments:
            return fmt::format("Salesforce refused the request for {}.", subject);
        case ErrorCode::RateLimited:
            return "Salesforce is asked too much at once.";
        case ErrorCode::OrgLimitExceeded:
            return "A limit of the Salesforce org is used up.";
        case ErrorCode::Timeout:
            return "Salesforce gave up: the request took too long.";
        case ErrorCode::Unavailable:
            return "Salesforce is not available.";
        case ErrorCode::Internal:
            return "The request was refused before it reached Salesforce.";
        default:
            return fmt::format("Salesforce gave an answer that cannot be understood (HTTP status {}).", subject);
    }
}

bool may_succeed_later(ErrorCode code) {
    return code == ErrorCode::RateLimited || code == ErrorCode::Unavailable || code == ErrorCode::Timeout;
}

}  // namespace

Error explain(const Answer& answer, const Refusal& refusal, const Asked& asked) {
    if (answer.end != ALYSIO_OK) {
        Error error = without_answer(answer, asked);
        error.retryable = may_succeed_later(error.code);
        if (answer.retry_after_ns != 0) error.retry_after_s = seconds(answer.retry_after_ns);
        return error;
    }

    const Refusal::Entry nothing;
    const Refusal::Entry& first = refusal.entries.empty() ? nothing : refusal.entries.front();
    std::vector<std::string> fields;
    for (const Refusal::Entry& entry : refusal.entries) {
        fields.insert(fields.end(), entry.fields.begin(), entry.fields.end());
    }

    const Row* row = row_of(first.code);
    ErrorCode code = row != nullptr ? row->means : code_of_status(answer, refusal, asked);
    std::string_view guidance = row != nullptr ? row->guidance : guidance_of(code);
    if (const auto by_words = code_of_words(answer, first)) {
        code = *by_words;
        guidance = guidance_of(code);
    } else if (is_misused_field(first)) {
        code = asked.writes() ? ErrorCode::ValidationFailed : ErrorCode::InvalidQuery;
        guidance = asked.writes() ? fix_values : fix_query;
    } else if (first.code == "NOT_FOUND" && asked.id.empty() && !asked.object.empty()) {
        code = ErrorCode::UnknownObject;
        guidance = hidden_object;
    } else if (code == ErrorCode::UnknownField && fields.empty()) {
        if (std::string name = quoted_name(without_excerpt(first.message)); !name.empty()) fields.push_back(name);
    }

    const std::string subject = subject_of(asked, fields);
    std::string message = code == ErrorCode::BadResponse ? what_failed(code, asked, std::to_string(answer.http_status))
                                                         : what_failed(code, asked, subject);
    for (std::size_t i = 0; i < refusal.entries.size() && i < 10; ++i) {
        const std::string words = without_excerpt(refusal.entries[i].message);
        if (!words.empty()) message += (i == 0 ? " It says: " : "; ") + as_data(words);
    }

    Error error(code, std::move(message), filled(guidance, subject));
    error.retryable = may_succeed_later(code);
    error.http_status = answer.http_status;
    if (refusal.speaker == Refusal::Speaker::Salesforce) error.salesforce_code = quoted_data(first.code, 80);
    error.fields = std::move(fields);
    if (answer.retry_after_ns != 0) error.retry_after_s = seconds(answer.retry_after_ns);
    return error;
}

}  // namespace alysio::salesforce
