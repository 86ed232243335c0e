#include "plugin/salesforce/error_codes.hpp"
#include "plugin/salesforce/refusal.hpp"
#include "plugin/salesforce/text.hpp"

#include <fmt/format.h>

namespace alysio::salesforce {

namespace {

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
    const std::uint64_t milliseconds = ns / 1'000'000;
    return static_cast<double>(milliseconds) / 1000.0;
}

ErrorCode code_of_end(alysio_status end) {
    switch (end) {
        case ALYSIO_E_CANCELLED:
            return ErrorCode::Cancelled;
        case ALYSIO_E_DENIED:
            return ErrorCode::PolicyDenied;
        case ALYSIO_E_LIMITED:
            return ErrorCode::RateLimited;
        case ALYSIO_E_RECONNECT:
            return ErrorCode::ReconnectRequired;
        case ALYSIO_E_NOT_APPROVED:
            return ErrorCode::AppNotApproved;
        case ALYSIO_E_TIMEOUT:
        case ALYSIO_E_UNREACHABLE:
        case ALYSIO_E_BROKEN:
        case ALYSIO_E_UNAVAILABLE:
            return ErrorCode::Unavailable;
        default:
            return ErrorCode::Internal;  // the certificate, the host's own credential, misuse
    }
}

Error too_long(const Answer& answer, const Asked& asked) {
    const ErrorCode code = asked.what == Asked::What::Query ? ErrorCode::InvalidQuery : ErrorCode::InvalidArguments;
    return Error(code, fmt::format("The request is too long: {} of at most {} bytes.", answer.size, answer.limit),
                 std::string(guidance_of(code)), Outcome::NotSent);
}

Error without_answer(const Answer& answer, const Asked& asked) {
    if (answer.end == ALYSIO_E_TOO_LARGE) return too_long(answer, asked);
    const ErrorCode code = code_of_end(answer.end);
    Error error(code, answer.message.empty() ? "The request did not get through." : quoted_data(answer.message, 400),
                std::string(guidance_of(code)),
                answer.sent == ALYSIO_HTTP_NOT_SENT ? Outcome::NotSent : Outcome::Rejected);
    if (code == ErrorCode::PolicyDenied && !answer.subject.empty()) {
        error.fields.push_back(quoted_data(answer.subject, 120));
    }
    return error;
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

    const Meaning* meaning = meaning_of(first.code);
    ErrorCode code = meaning != nullptr ? meaning->code : code_of_status(answer, refusal, asked);
    std::string_view guidance = meaning != nullptr ? meaning->guidance : guidance_of(code);
    if (const auto by_words = code_of_words(answer, first)) {
        code = *by_words;
        guidance = guidance_of(code);
    } else if (is_misused_field(first)) {
        code = asked.writes() ? ErrorCode::ValidationFailed : ErrorCode::InvalidQuery;
        guidance =
            "The field exists, but cannot be used like this: salesforce_get_object_fields marks those that are "
            "not_filterable, not_groupable or read_only.";
    } else if (first.code == "NOT_FOUND" && asked.id.empty() && !asked.object.empty()) {
        code = ErrorCode::UnknownObject;
        guidance = guidance_of(code);
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
