#include "plugin/salesforce/error.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace alysio::salesforce {

using nlohmann::ordered_json;

std::string_view name_of(ErrorCode code) {
    constexpr std::array<std::string_view, 22> names = {
        "invalid_arguments", "invalid_query",     "unknown_object",     "unknown_field",      "record_not_found",
        "record_deleted",    "permission_denied", "policy_denied",      "reconnect_required", "api_access_disabled",
        "app_not_approved",  "rate_limited",      "org_limit_exceeded", "validation_failed",  "duplicate_detected",
        "conflict",          "timeout",           "cancelled",          "unavailable",        "outcome_unknown",
        "bad_response",      "internal"};
    static_assert(names.size() == static_cast<std::size_t>(ErrorCode::internal) + 1);
    return names[static_cast<std::size_t>(code)];
}

std::string_view name_of(Outcome outcome) {
    constexpr std::array<std::string_view, 4> names = {"not_sent", "rejected", "unknown", "partial"};
    return names[static_cast<std::size_t>(outcome)];
}

std::string to_result(const Error& error) {
    ordered_json out;
    out["code"] = name_of(error.code);
    out["message"] = error.message;
    out["guidance"] = error.guidance;
    if (error.http_status != 0) out["http_status"] = error.http_status;
    if (!error.salesforce_code.empty()) out["salesforce_code"] = error.salesforce_code;
    if (!error.fields.empty()) out["fields"] = error.fields;
    out["retryable"] = error.retryable;
    out["outcome"] = name_of(error.outcome);
    if (!error.did_you_mean.empty()) out["did_you_mean"] = error.did_you_mean;
    for (const Violation& violation : error.violations) {
        out["violations"].push_back({{"pointer", violation.pointer}, {"message", violation.message}});
    }
    if (error.partial) {
        out["partial"] = {{"path", error.partial->path},
                          {"format", error.partial->format},
                          {"bytes", error.partial->bytes},
                          {"records", error.partial->records}};
    }
    for (const Match& match : error.matches) {
        ordered_json one = {{"object_name", match.object_name}, {"id", match.id}, {"name", match.name}};
        if (!match.record_url.empty()) one["record_url"] = match.record_url;
        out["matches"].push_back(std::move(one));
    }
    if (error.hidden_matches) out["hidden_matches"] = *error.hidden_matches;
    if (!error.context_json.empty()) {
        ordered_json context = ordered_json::parse(error.context_json, nullptr, false);
        if (!context.is_discarded()) out["context"] = std::move(context);
    }
    if (error.retry_after_s) out["retry_after_s"] = *error.retry_after_s;

    ordered_json result;
    result["error"] = std::move(out);
    return result.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace alysio::salesforce
