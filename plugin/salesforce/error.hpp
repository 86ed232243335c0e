#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a tool answers when it could not do what was asked: a closed set of codes, a sentence that says what happened,
/// one that says what to do next, and what is known about the effect.
namespace alysio::salesforce {

enum class ErrorCode {
    invalid_arguments,
    invalid_query,
    unknown_object,
    unknown_field,
    record_not_found,
    record_deleted,
    permission_denied,
    policy_denied,
    reconnect_required,
    api_access_disabled,
    app_not_approved,
    rate_limited,
    org_limit_exceeded,
    validation_failed,
    duplicate_detected,
    conflict,
    timeout,
    cancelled,
    unavailable,
    outcome_unknown,
    bad_response,
    internal,
};
std::string_view name_of(ErrorCode code);

enum class Outcome {
    not_sent,  // nothing reached Salesforce
    rejected,  // Salesforce, or something before it, refused: nothing was changed
    unknown,   // a write may or may not have happened
    partial,   // some of the answer came
};
std::string_view name_of(Outcome outcome);

struct Violation {
    std::string pointer;  // JSON pointer into the arguments
    std::string message;  // what was expected, with a correct example
};

struct Match {
    std::string object_name;
    std::string id;
    std::string name;
    std::string record_url;
};

struct PartialFile {
    std::string path;
    std::string format;
    std::uint64_t bytes;
    std::uint64_t records;
};

struct Error {
    Error(ErrorCode code_, std::string message_, std::string guidance_, Outcome outcome_ = Outcome::rejected)
        : code(code_), message(std::move(message_)), guidance(std::move(guidance_)), outcome(outcome_) {}

    ErrorCode code;
    std::string message;
    std::string guidance;
    Outcome outcome;
    bool retryable = false;  // the very same call may succeed later

    int http_status = 0;          // 0: no answer came
    std::string salesforce_code;  // as Salesforce spells it; empty where it said none
    std::vector<std::string> fields;
    std::vector<std::string> did_you_mean;
    std::vector<Violation> violations;
    std::optional<PartialFile> partial;
    std::vector<Match> matches;
    std::optional<std::uint64_t> hidden_matches;
    std::optional<double> retry_after_s;
    std::string context_json;  // an object, or empty
};

/// The result text of a failed call: {"error": {...}}, one line.
std::string to_result(const Error& error);

}  // namespace alysio::salesforce
