#include "sandbox_host/org/traffic/ready_answers.hpp"

#include "sandbox_host/org/wire/api_error.hpp"

#include <algorithm>
#include <array>

namespace alysio::sandbox::org {
namespace {

struct SalesforceError {
    std::string_view name;
    int status;
    const char* code;
    const char* message;
};

constexpr std::array<SalesforceError, 12> refusals{{
    {"session_expired", 401, "INVALID_SESSION_ID", "Session expired or invalid"},
    {"session_not_for_rest", 401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API"},
    {"request_limit", 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."},
    {"concurrent_requests", 403, "REQUEST_LIMIT_EXCEEDED",
     "ConcurrentRequests (Concurrent API Requests) Limit exceeded"},
    {"api_disabled", 403, "API_CURRENTLY_DISABLED", "API is disabled for this User"},
    {"api_disabled_for_org", 403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization."},
    {"insufficient_access", 403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id"},
    {"query_timeout", 400, "QUERY_TIMEOUT", "Your query request was running for too long."},
    {"invalid_query_locator", 400, "INVALID_QUERY_LOCATOR", "invalid query locator"},
    {"unable_to_lock_row", 400, "UNABLE_TO_LOCK_ROW",
     "unable to obtain exclusive access to this record or 1 records: "},
    {"unknown_exception", 500, "UNKNOWN_EXCEPTION",
     "An unexpected error occurred. "
     "Please include this ErrorId if you contact support: 1234567890-12345 (-1234567890)"},
    {"server_unavailable", 503, "SERVER_UNAVAILABLE", "Server Unavailable"},
}};

struct HtmlPage {
    std::string_view name;
    int status;
    const char* title;
};

// From what stands before Salesforce, which speaks no JSON.
constexpr std::array<HtmlPage, 4> html_pages{{
    {"edge_forbidden", 403, "Access Denied"},
    {"bad_gateway", 502, "Bad Gateway"},
    {"maintenance", 503, "Down for Maintenance"},
    {"gateway_timeout", 504, "Gateway Timeout"},
}};

constexpr std::string_view throttled = "too_many_requests";

Response throttling() {
    Response response =
        json_response(429, R"({"message":"Too many requests.","code":"too_many_requests","status":429,"meta":{}})");
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

}  // namespace

std::optional<Response> ready_answer(std::string_view name, std::string_view record_id) {
    if (name == throttled) return throttling();
    const auto named = [&](const auto& entry) { return entry.name == name; };
    const auto* const page = std::find_if(html_pages.begin(), html_pages.end(), named);
    if (page != html_pages.end()) {
        const std::string title = page->title;
        return html_response(
            page->status, "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1></body></html>");
    }
    const auto* const refusal = std::find_if(refusals.begin(), refusals.end(), named);
    if (refusal == refusals.end()) return std::nullopt;
    ApiError error{refusal->status, refusal->code, refusal->message};
    if (error.code == "UNABLE_TO_LOCK_ROW") {
        error.message += record_id;
        error.fields.emplace();
    }
    Response response = json_response(error.status, to_json({error}));
    if (error.status == 401) response.headers.emplace_back("WWW-Authenticate", "Token");
    return response;
}

std::string ready_answer_names() {
    std::string names(throttled);
    for (const SalesforceError& refusal : refusals) names.append(", ").append(refusal.name);
    for (const HtmlPage& page : html_pages) names.append(", ").append(page.name);
    return names;
}

}  // namespace alysio::sandbox::org
