#include "sandbox_host/tenants/proxy_reply.hpp"

#include "sandbox_host/tenants/provider.hpp"

#include <alysio/base/http_date.hpp>
#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace alysio::sandbox::tenants {
namespace {

using connection::RequestError;
using nlohmann::json;

// A code is a word, or a number with or without quotes.
std::string code_of(const json& reply) {
    const auto* code = base::find_member(reply, "code");
    if (code == nullptr) return {};
    return code->is_number_integer() ? code->dump() : std::string(base::text_member(reply, "code"));
}

// Seconds, or a date.
std::int64_t read_retry_after(std::string_view text, std::int64_t now) {
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error == std::errc{} && end == text.data() + text.size()) return seconds;
    return base::parse_http_date(text).value_or(now) - now;
}

RequestError error(alysio_status status, std::string message, std::uint64_t retry_after = 0) {
    RequestError error;
    error.status = status;
    error.message = std::move(message);
    error.retry_after_ns = retry_after;
    return error;
}

}  // namespace

std::uint64_t retry_after_ns(const connection::ResponseHead& head, std::int64_t now) {
    for (const auto& [name, value] : head.headers) {
        if (!base::equal_ignoring_case(name, "retry-after")) continue;
        const auto seconds = read_retry_after(value, now);
        if (seconds > 0 && seconds < 86'400) return static_cast<std::uint64_t>(seconds) * 1'000'000'000;
    }
    return 0;
}

std::optional<RequestError> proxy_error(const connection::ResponseHead& head, std::string_view body, std::int64_t now,
                                        const Provider& provider) {
    const auto reply = json::parse(body, nullptr, false);
    if (!reply.is_object() || reply.contains("output")) return {};
    const auto message = reply.find("message");
    if (message != reply.end() && message->is_object()) return {};

    if (provider.says_not_approved(body)) {
        return error(ALYSIO_E_NOT_APPROVED, "An administrator of the org has to install or approve the connected app.");
    }
    const auto code = code_of(reply);
    if (code == "integration_not_enabled" || code == "7003") {
        return error(ALYSIO_E_RECONNECT, "The user's account is not connected any more.");
    }
    if (head.status == 401) return error(ALYSIO_E_HOST_CREDENTIAL, "The gateway refused the host's own token.");
    if (head.status == 403 || code == "7210") {
        return error(ALYSIO_E_HOST_CREDENTIAL, "The gateway does not let this host act for the user.");
    }
    if (head.status == 404) {
        return error(ALYSIO_E_HOST_CREDENTIAL, "The gateway does not know the host's project or integration.");
    }
    // What is left below 500, a 429 above all, says by its status that nothing was done, and how to go on.
    if (head.status < 500) return {};
    return error(ALYSIO_E_UNAVAILABLE,
                 "The gateway answered with an error of its own, status " + std::to_string(head.status) + '.',
                 retry_after_ns(head, now));
}

}  // namespace alysio::sandbox::tenants
