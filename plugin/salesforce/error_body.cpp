#include "plugin/salesforce/error_body.hpp"

#include "plugin/salesforce/quoted_data.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using nlohmann::json;

// A proxy spells its code as a word or as a number.
std::string text_of(const json& object, std::string_view key) {
    const json* member = base::find_member(object, key);
    if (member != nullptr && member->is_number_integer()) return member->dump();
    return std::string(base::text_member(object, key));
}

std::vector<std::string> names_of(const json& object, const char* key) {
    std::vector<std::string> names;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array()) return names;
    for (const json& name : *found) {
        if (name.is_string()) names.push_back(quoted_data(name.get_ref<const std::string&>(), 120));
    }
    return names;
}

DuplicateReport read_duplicates(const json& report) {
    DuplicateReport result;
    result.may_save = report.value("allowSave", json()) == true;
    result.rule = quoted_data(text_of(report, "duplicateRule"), 80);
    const json nothing = json::array();
    for (const json& match : report.contains("matchResults") ? report["matchResults"] : nothing) {
        if (!match.is_object() || !match.contains("matchRecords")) continue;
        for (const json& found : match["matchRecords"]) {
            if (!found.is_object() || !found.contains("record") || !found["record"].is_object()) continue;
            const json& record = found["record"];
            std::string object = text_of(match, "entityType");
            if (record.contains("attributes") && record["attributes"].is_object()) {
                const std::string type = text_of(record["attributes"], "type");
                if (!type.empty()) object = type;
            }
            result.records.push_back({object, text_of(record, "Id")});
        }
    }
    return result;
}

// Salesforce misspells the key; the right spelling is taken too, should it be mended one day.
void read_salesforce(const json& errors, ErrorBody& body) {
    for (const json& error : errors) {
        if (!error.is_object()) continue;
        std::string code = text_of(error, "errorCode");
        if (code.empty()) code = text_of(error, "statusCode");
        body.entries.push_back({std::move(code), text_of(error, "message"), names_of(error, "fields")});
        for (const char* key : {"duplicateResut", "duplicateResult"}) {
            if (error.contains(key) && error[key].is_object()) body.duplicates = read_duplicates(error[key]);
        }
    }
}

void read_proxy(const json& object, ErrorBody& body) {
    std::string code = text_of(object, "code");
    std::string message = text_of(object, "message");
    if (const json* nested = base::find_member(object, "message"); nested != nullptr && nested->is_object()) {
        message = text_of(*nested, "message");
    }
    if (code.empty()) code = text_of(object, "error");
    if (message.empty()) message = text_of(object, "error_description");
    body.entries.push_back({std::move(code), std::move(message), {}});
}

bool is_server_failure(std::uint32_t status) {
    return status == 500 || status == 502 || status == 503 || status == 504;
}

}  // namespace

bool ErrorBody::says(std::string_view code) const {
    return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.code == code; });
}

ErrorBody read_error_body(const Answer& answer) {
    ErrorBody body;
    if (answer.is_markup()) {
        body.speaker = ErrorBody::Speaker::markup;
        return body;
    }
    const json read = json::parse(answer.body, nullptr, false);
    if (read.is_array()) {
        body.speaker = ErrorBody::Speaker::salesforce;
        read_salesforce(read, body);
    } else if (read.is_object()) {
        body.speaker = ErrorBody::Speaker::proxy;
        read_proxy(read, body);
    } else if (!base::trim(answer.body).empty()) {
        body.entries.push_back({{}, answer.body, {}});
    }
    return body;
}

Effect effect_of(const Answer& answer, const ErrorBody& body) {
    switch (answer.status) {
        case ALYSIO_OK:
            break;
        case ALYSIO_E_LIMITED:
        case ALYSIO_E_UNREACHABLE:
        case ALYSIO_E_BROKEN:
        case ALYSIO_E_TIMEOUT:
        case ALYSIO_E_UNAVAILABLE:
            return answer.sent == ALYSIO_HTTP_NOT_SENT ? Effect::nothing_sent : Effect::lost;
        case ALYSIO_E_CANCELLED:
        case ALYSIO_E_TOO_LARGE:
            return answer.sent == ALYSIO_HTTP_NOT_SENT ? Effect::settled : Effect::cut_short;
        default:
            return Effect::settled;
    }
    if (answer.http_status == 429 || body.says("UNABLE_TO_LOCK_ROW")) return Effect::refused_undone;
    for (const ErrorBody::Entry& entry : body.entries) {
        if (entry.code == "REQUEST_LIMIT_EXCEEDED") {
            return base::contains_ignoring_case(entry.message, "ConcurrentRequests") ? Effect::refused_undone
                                                                                     : Effect::settled;
        }
        if (base::contains_ignoring_case(entry.code, "MAINTENANCE") || entry.code == "ORG_LOCKED")
            return Effect::settled;
    }
    const bool page_for_success = answer.http_status < 300 && answer.is_markup();
    return page_for_success || is_server_failure(answer.http_status) ? Effect::lost : Effect::settled;
}

}  // namespace alysio::salesforce
