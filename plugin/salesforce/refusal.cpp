#include "plugin/salesforce/refusal.hpp"

#include "plugin/salesforce/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using nlohmann::json;

// A proxy spells its code as a word or as a number.
std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->is_number_integer() ? found->dump() : std::string{};
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
void read_salesforce(const json& errors, Refusal& refusal) {
    for (const json& error : errors) {
        if (!error.is_object()) continue;
        std::string code = text_of(error, "errorCode");
        if (code.empty()) code = text_of(error, "statusCode");
        refusal.entries.push_back({std::move(code), text_of(error, "message"), names_of(error, "fields")});
        for (const char* key : {"duplicateResut", "duplicateResult"}) {
            if (error.contains(key) && error[key].is_object()) refusal.duplicates = read_duplicates(error[key]);
        }
    }
}

void read_proxy(const json& body, Refusal& refusal) {
    std::string code = text_of(body, "code");
    std::string message = text_of(body, "message");
    if (body.contains("message") && body["message"].is_object()) message = text_of(body["message"], "message");
    if (code.empty()) code = text_of(body, "error");
    if (message.empty()) message = text_of(body, "error_description");
    refusal.entries.push_back({std::move(code), std::move(message), {}});
}

bool is_markup(std::string_view body) {
    const std::string_view text = trimmed(body);
    return !text.empty() && text.front() == '<';
}

bool is_server_failure(int status) {
    return status == 500 || status == 502 || status == 503 || status == 504;
}

}  // namespace

bool Refusal::says(std::string_view code) const {
    return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.code == code; });
}

Refusal read_refusal(const Answer& answer) {
    Refusal refusal;
    if (is_markup(answer.body)) {
        refusal.speaker = Refusal::Speaker::Markup;
        return refusal;
    }
    const json body = json::parse(answer.body, nullptr, false);
    if (body.is_array()) {
        refusal.speaker = Refusal::Speaker::Salesforce;
        read_salesforce(body, refusal);
    } else if (body.is_object()) {
        refusal.speaker = Refusal::Speaker::Proxy;
        read_proxy(body, refusal);
    } else if (!trimmed(answer.body).empty()) {
        refusal.entries.push_back({{}, answer.body, {}});
    }
    return refusal;
}

Happened what_happened(const Answer& answer, const Refusal& refusal) {
    switch (answer.end) {
        case ALYSIO_OK:
            break;
        case ALYSIO_E_LIMITED:
        case ALYSIO_E_UNREACHABLE:
        case ALYSIO_E_BROKEN:
        case ALYSIO_E_TIMEOUT:
        case ALYSIO_E_UNAVAILABLE:
            return answer.sent == ALYSIO_HTTP_NOT_SENT ? Happened::NothingSent : Happened::Lost;
        case ALYSIO_E_CANCELLED:
            return answer.sent == ALYSIO_HTTP_NOT_SENT ? Happened::Final : Happened::CutShort;
        default:
            return Happened::Final;
    }
    if (answer.http_status == 429 || refusal.says("UNABLE_TO_LOCK_ROW")) return Happened::RefusedUndone;
    for (const Refusal::Entry& entry : refusal.entries) {
        if (entry.code == "REQUEST_LIMIT_EXCEEDED") {
            return contains_letters(entry.message, "ConcurrentRequests") ? Happened::RefusedUndone : Happened::Final;
        }
        if (contains_letters(entry.code, "MAINTENANCE") || entry.code == "ORG_LOCKED") return Happened::Final;
    }
    return is_server_failure(answer.http_status) ? Happened::Lost : Happened::Final;
}

}  // namespace alysio::salesforce
