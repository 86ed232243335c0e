#include "plugin/salesforce/explain.hpp"

#include "plugin/salesforce/error_codes.hpp"
#include "plugin/salesforce/quoted_data.hpp"
#include "plugin/salesforce/sentences.hpp"

#include <alysio/base/text.hpp>

#include <fmt/format.h>

namespace alysio::salesforce {

namespace {

std::string subject_of(const RequestInfo& request, const std::vector<std::string>& fields) {
    std::string subject = request.object.empty() ? "this request" : request.object;
    if (!request.id.empty()) subject += " " + request.id;
    if (!fields.empty()) subject += fmt::format(" ({})", fmt::join(fields, ", "));
    return subject;
}

std::string filled(std::string_view guidance, std::string_view subject) {
    std::string text(guidance);
    for (std::size_t gap = text.find("{}"); gap != std::string::npos; gap = text.find("{}", gap + subject.size())) {
        text.replace(gap, 2, subject);
    }
    return text;
}

std::string as_data(std::string_view text) {
    return "“" + quoted_data(text, 600) + "”";
}

// Flows put their faults into sentences for the page: "<b>An unhandled fault</b> has occurred".
std::string without_markup(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool opens =
            text[i] == '<' && i + 1 < text.size() && (base::is_letter(text[i + 1]) || text[i + 1] == '/');
        const std::size_t close = opens ? text.find('>', i) : std::string_view::npos;
        if (close == std::string_view::npos) {
            result += text[i];
        } else {
            result += ' ';
            i = close;
        }
    }
    for (const auto& [entity, character] :
         {std::pair("&quot;", "\""), std::pair("&#39;", "'"), std::pair("&lt;", "<"), std::pair("&gt;", ">"),
          std::pair("&nbsp;", " "), std::pair("&amp;", "&")}) {
        for (std::size_t at = result.find(entity); at != std::string::npos; at = result.find(entity, at + 1)) {
            result.replace(at, std::string_view(entity).size(), character);
        }
    }
    return result;
}

bool is_automation(std::string_view code) {
    return code == "CANNOT_EXECUTE_FLOW_TRIGGER" || code == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY";
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
    return std::string(base::trim(rest.substr(line))) + " (" + where + ")";
}

// The name between the first pair of single quotes, where Salesforce names the field or object it did not find. Behind a
// letter it is an apostrophe: "Didn't understand relationship 'Acount' in field path."
std::string quoted_name(std::string_view message) {
    std::size_t open = message.find('\'');
    while (open != std::string_view::npos && open > 0 && base::is_letter_or_digit(message[open - 1])) {
        open = message.find('\'', open + 1);
    }
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
            return ErrorCode::cancelled;
        case ALYSIO_E_DENIED:
            return ErrorCode::policy_denied;
        case ALYSIO_E_LIMITED:
            return ErrorCode::rate_limited;
        case ALYSIO_E_RECONNECT:
            return ErrorCode::reconnect_required;
        case ALYSIO_E_NOT_APPROVED:
            return ErrorCode::app_not_approved;
        case ALYSIO_E_TIMEOUT:
        case ALYSIO_E_UNREACHABLE:
        case ALYSIO_E_BROKEN:
        case ALYSIO_E_UNAVAILABLE:
            return ErrorCode::unavailable;
        default:
            return ErrorCode::internal;  // the certificate, the host's own credential, misuse
    }
}

// The request, which the host did not send, or the answer, which was not read to its end.
Error too_large(const Answer& answer) {
    const bool asks = answer.request.kind == RequestInfo::Kind::query;
    const ErrorCode code = asks ? ErrorCode::invalid_query : ErrorCode::invalid_arguments;
    if (answer.sent == ALYSIO_HTTP_NOT_SENT) {
        return Error(code, fmt::format("The request is too long: {} of at most {} bytes.", answer.size, answer.limit),
                     std::string(guidance_of_length(code)), Outcome::not_sent);
    }
    return Error(
        asks ? code : ErrorCode::bad_response,
        fmt::format("The answer is too large: one page of it, or one record, has more than the {} bytes that are read.",
                    answer.limit),
        "Ask for less at a time: fewer fields (long texts count most), a LIMIT, or a narrower WHERE.",
        answer.request.writes() ? Outcome::unknown : Outcome::rejected);
}

Error without_answer(const Answer& answer) {
    if (answer.status == ALYSIO_E_TOO_LARGE) return too_large(answer);
    const ErrorCode code = code_of_end(answer.status);
    Error error(code, answer.message.empty() ? "The request did not get through." : quoted_data(answer.message, 400),
                std::string(guidance_of(code)),
                answer.sent == ALYSIO_HTTP_NOT_SENT ? Outcome::not_sent : Outcome::rejected);
    if (code == ErrorCode::policy_denied && !answer.subject.empty()) {
        error.fields.push_back(quoted_data(answer.subject, 120));
    }
    return error;
}

bool is_too_long(std::uint32_t status) {
    return status == 413 || status == 414 || status == 431;
}

// A page where an interface was asked: whatever answers at the connection's address is not Salesforce's API.
bool is_foreign_page(const Answer& answer, const ErrorBody& body) {
    return body.speaker == ErrorBody::Speaker::markup && answer.http_status >= 400 && answer.http_status < 500 &&
           !is_too_long(answer.http_status) && answer.http_status != 401 && answer.http_status != 408 &&
           answer.http_status != 429;
}

ErrorCode code_of_status(const Answer& answer, const ErrorBody& body) {
    const RequestInfo& request = answer.request;
    const bool from_salesforce = body.speaker == ErrorBody::Speaker::salesforce;
    if (is_foreign_page(answer, body)) return ErrorCode::unavailable;
    switch (answer.http_status) {
        case 300:
            if (request.kind != RequestInfo::Kind::record) return ErrorCode::bad_response;
            return request.writes() ? ErrorCode::validation_failed : ErrorCode::invalid_arguments;
        case 401:
            return body.speaker == ErrorBody::Speaker::proxy ? ErrorCode::internal : ErrorCode::reconnect_required;
        case 403:
            if (body.speaker == ErrorBody::Speaker::proxy) return ErrorCode::internal;
            return from_salesforce ? ErrorCode::permission_denied : ErrorCode::unavailable;
        case 404:
            return request.id.empty() && !request.object.empty() ? ErrorCode::unknown_object
                                                                 : ErrorCode::record_not_found;
        case 409:
        case 412:
            return ErrorCode::conflict;
        case 410:
            return ErrorCode::record_deleted;
        case 413:
        case 414:
        case 431:
            return request.kind == RequestInfo::Kind::query ? ErrorCode::invalid_query : ErrorCode::invalid_arguments;
        case 429:
            return ErrorCode::rate_limited;
        default:
            break;
    }
    if (answer.http_status >= 500 || body.speaker == ErrorBody::Speaker::markup) return ErrorCode::unavailable;
    if (!from_salesforce || answer.http_status < 400) return ErrorCode::bad_response;
    if (request.kind == RequestInfo::Kind::query) return ErrorCode::invalid_query;
    return request.writes() ? ErrorCode::validation_failed : ErrorCode::bad_response;
}

// Where the words decide rather than the code.
std::optional<ErrorCode> code_of_words(const Answer& answer, const ErrorBody::Entry& entry) {
    const auto says = [&](std::string_view words) { return base::contains_ignoring_case(entry.message, words); };
    if (says("not valid for use with the REST API")) return ErrorCode::api_access_disabled;
    const bool refused = answer.http_status == 400 || answer.http_status == 401 || answer.http_status == 403;
    if (refused && (says("not attached to") || says("app must be installed") || says("blocked by admin"))) {
        return ErrorCode::app_not_approved;
    }
    if (entry.code == "REQUEST_LIMIT_EXCEEDED") {
        return says("ConcurrentRequests") ? ErrorCode::rate_limited : ErrorCode::org_limit_exceeded;
    }
    return std::nullopt;
}

Meaning meaning_for(const Answer& answer, const ErrorBody& body, const ErrorBody::Entry& entry) {
    const RequestInfo& request = answer.request;
    if (const auto by_words = code_of_words(answer, entry)) return {*by_words, guidance_of(*by_words)};
    if (const Meaning* by_sentence = meaning_of_sentence(request.kind, entry.code, entry.message)) return *by_sentence;
    if (entry.code == "NOT_FOUND" && request.id.empty() && !request.object.empty()) {
        return {ErrorCode::unknown_object, guidance_of(ErrorCode::unknown_object)};
    }
    if (const Meaning* by_code = meaning_of(entry.code)) return *by_code;
    const ErrorCode code = code_of_status(answer, body);
    if (is_too_long(answer.http_status)) return {code, guidance_of_length(code)};
    if (is_foreign_page(answer, body)) {
        return {
            code,
            "A web page came where Salesforce's API should be: the address of this connection is wrong, or something "
            "stands before it. Asking again does not help: tell the operator of Alysio."};
    }
    if (answer.http_status == 300 && request.kind == RequestInfo::Kind::record) {
        return {code,
                "Several records have this external id. Find the right one with salesforce_run_soql_query and use its "
                "Id."};
    }
    return {code, guidance_of(code)};
}

std::string what_failed(ErrorCode code, const RequestInfo& request, const std::string& subject) {
    switch (code) {
        case ErrorCode::reconnect_required:
            return "Salesforce does not accept the connection any more.";
        case ErrorCode::api_access_disabled:
            return "The connected user may not use the Salesforce API.";
        case ErrorCode::app_not_approved:
            return "Salesforce does not let this app connect.";
        case ErrorCode::permission_denied:
            return fmt::format("Salesforce denied access to {}.", subject);
        case ErrorCode::unknown_object:
            return request.object.empty() ? "Salesforce knows no such object."
                                          : fmt::format("Salesforce knows no object named {}.", request.object);
        case ErrorCode::unknown_field:
            return "Salesforce knows no such field.";
        case ErrorCode::record_not_found:
            return fmt::format("Salesforce found no record for {}.", subject);
        case ErrorCode::record_deleted:
            return fmt::format("{} has been deleted.", subject);
        case ErrorCode::validation_failed:
            return fmt::format("Salesforce refused the values for {}.", subject);
        case ErrorCode::duplicate_detected:
            return fmt::format("Salesforce found a duplicate of {}.", subject);
        case ErrorCode::conflict:
            return fmt::format("{} was changed by somebody else meanwhile.", subject);
        case ErrorCode::invalid_query:
            return "Salesforce refused the query.";
        case ErrorCode::invalid_arguments:
            return fmt::format("Salesforce refused the request for {}.", subject);
        case ErrorCode::rate_limited:
            return "Salesforce is asked too much at once.";
        case ErrorCode::org_limit_exceeded:
            return "A limit of the Salesforce org is used up.";
        case ErrorCode::timeout:
            return "Salesforce gave up: the request took too long.";
        case ErrorCode::unavailable:
            return "Salesforce is not available.";
        case ErrorCode::internal:
            return "The request was refused before it reached Salesforce.";
        default:
            return fmt::format("Salesforce gave an answer that cannot be understood (HTTP status {}).", subject);
    }
}

bool may_succeed_later(ErrorCode code) {
    return code == ErrorCode::rate_limited || code == ErrorCode::unavailable || code == ErrorCode::timeout;
}

}  // namespace

Error explain(const Answer& answer, const ErrorBody& body) {
    if (answer.status != ALYSIO_OK) {
        Error error = without_answer(answer);
        error.retryable = may_succeed_later(error.code);
        if (answer.retry_after_ns != 0) error.retry_after_s = seconds(answer.retry_after_ns);
        return error;
    }

    const RequestInfo& request = answer.request;
    const ErrorBody::Entry nothing;
    const ErrorBody::Entry& first = body.entries.empty() ? nothing : body.entries.front();
    std::vector<std::string> fields;
    for (const ErrorBody::Entry& entry : body.entries) {
        fields.insert(fields.end(), entry.fields.begin(), entry.fields.end());
    }

    const auto [code, guidance] = meaning_for(answer, body, first);
    if (code == ErrorCode::unknown_field && fields.empty()) {
        if (std::string name = quoted_name(without_excerpt(first.message)); !name.empty()) fields.push_back(name);
    }

    const std::string subject = subject_of(request, fields);
    std::string message = code == ErrorCode::bad_response
                              ? what_failed(code, request, std::to_string(answer.http_status))
                              : what_failed(code, request, subject);
    for (std::size_t i = 0; i < body.entries.size() && i < 10; ++i) {
        const ErrorBody::Entry& entry = body.entries[i];
        const std::string words =
            is_automation(entry.code) ? without_markup(entry.message) : without_excerpt(entry.message);
        if (!words.empty()) message += (i == 0 ? " It says: " : "; ") + as_data(words);
    }

    const std::string field(field_in_sentence(first.message));
    const bool by_sentence = meaning_of_sentence(request.kind, first.code, first.message) != nullptr;
    Error error(code, std::move(message),
                filled(guidance, !by_sentence    ? subject
                                 : field.empty() ? "the field"
                                                 : field));
    error.retryable = may_succeed_later(code) && !is_foreign_page(answer, body);
    error.http_status = static_cast<int>(answer.http_status);
    if (body.speaker == ErrorBody::Speaker::salesforce) error.salesforce_code = quoted_data(first.code, 80);
    error.fields = std::move(fields);
    if (answer.retry_after_ns != 0) error.retry_after_s = seconds(answer.retry_after_ns);
    return error;
}

Error explain_other_answer(const Answer& answer, std::string_view expected) {
    Error error(ErrorCode::bad_response, fmt::format("Salesforce answered with something that is no {}.", expected),
                "Try again; if it stays, tell the operator of Alysio.");
    error.http_status = static_cast<int>(answer.http_status);
    return error;
}

}  // namespace alysio::salesforce
