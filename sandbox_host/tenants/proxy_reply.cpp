#include "sandbox_host/tenants/proxy_reply.hpp"

#include "sandbox_host/tenants/names.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <ctime>

namespace alysio::sandbox::tenants {
namespace {

using nlohmann::json;
using services::Failure;

std::string text_of(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    if (found->is_number_integer()) return found->dump();
    return {};
}

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::optional<std::time_t> read_date(const std::string& text) {
    std::tm date{};
    const char* end = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &date);
    if (end == nullptr || *end != '\0') return {};
    return timegm(&date);
}

// Seconds, or a date.
std::int64_t read_retry_after(std::string_view text, std::time_t now) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc{} && end == text.data() + text.size()) return seconds;
    return read_date(std::string{text}).value_or(now) - now;
}

std::uint64_t retry_after_ns(const services::ResponseHead& head, std::time_t now) {
    for (const auto& [name, value] : head.headers) {
        if (!same_name(name, "retry-after")) continue;
        const auto seconds = read_retry_after(value, now);
        if (seconds > 0 && seconds < 86'400) return static_cast<std::uint64_t>(seconds) * 1'000'000'000;
    }
    return 0;
}

Failure failure(alysio_status status, std::string message, std::uint64_t retry_after = 0) {
    Failure failure;
    failure.status = status;
    failure.message = std::move(message);
    failure.retry_after_ns = retry_after;
    return failure;
}

// What Salesforce tells a proxy that asks for a session on behalf of an app nobody approved.
bool says_not_approved(std::string_view text) {
    for (const std::string_view phrase : {"OAUTH_APPROVAL_ERROR", "app must be installed", "app+must+be+installed",
                                          "blocked by admin", "blocked+by+admin", "not attached"}) {
        if (text.find(phrase) != text.npos) return true;
    }
    return false;
}

}  // namespace

std::optional<Failure> proxy_failure(const services::ResponseHead& head, std::string_view body, std::time_t now) {
    const auto reply = json::parse(body, nullptr, false);
    if (!reply.is_object() || reply.contains("output")) return {};
    const auto message = reply.find("message");
    if (message != reply.end() && message->is_object()) return {};

    if (says_not_approved(body)) {
        return failure(ALYSIO_E_NOT_APPROVED,
                       "An administrator of the org has to install or approve the connected app.");
    }
    const auto code = text_of(reply, "code");
    if (code == "integration_not_enabled" || code == "7003") {
        return failure(ALYSIO_E_RECONNECT, "The user's account is not connected any more.");
    }
    if (head.status == 401) return failure(ALYSIO_E_HOST_CREDENTIAL, "The gateway refused the host's own token.");
    if (head.status == 403 || code == "7210") {
        return failure(ALYSIO_E_HOST_CREDENTIAL, "The gateway does not let this host act for the user.");
    }
    if (head.status == 404) {
        return failure(ALYSIO_E_HOST_CREDENTIAL, "The gateway does not know the host's project or integration.");
    }
    // What is left below 500, a 429 above all, says by its status that nothing was done, and how to go on.
    if (head.status < 500) return {};
    return failure(ALYSIO_E_UNAVAILABLE,
                   "The gateway answered with an error of its own, status " + std::to_string(head.status) + '.',
                   retry_after_ns(head, now));
}

}  // namespace alysio::sandbox::tenants
