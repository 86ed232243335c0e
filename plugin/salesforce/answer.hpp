#pragma once

#include <alysio/abi/http.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::salesforce {

enum class Verb { Get, Post, Patch };

/// What one request asked, in the words of an explanation.
struct Asked {
    enum class What { Query, Describe, Record, Connection };

    Asked(Verb verb_, What what_, std::string object_ = {}, std::string id_ = {})
        : verb(verb_), what(what_), object(std::move(object_)), id(std::move(id_)) {}

    bool writes() const { return verb != Verb::Get; }

    Verb verb;
    What what;
    std::string object;  // empty for queries and the connection's root
    std::string id;      // empty where no single record is meant
};

/// What came back for one request, or what is known where nothing did.
struct Answer {
    int http_status = 0;  // 0: no answer
    std::string body;
    std::string last_modified;  // header, as it came
    std::string limit_info;     // header Sforce-Limit-Info

    // How the request ended (alysio/abi/http.h).
    alysio_status end = ALYSIO_OK;
    alysio_http_sent sent = ALYSIO_HTTP_ANSWERED;
    std::uint64_t retry_after_ns = 0;
    std::string message;
    std::string subject;
    std::uint64_t size = 0;
    std::uint64_t limit = 0;

    bool ok() const { return end == ALYSIO_OK && http_status >= 200 && http_status < 300; }
};

/// The org's API requests of the last 24 hours, from Sforce-Limit-Info ("api-usage=21/15000; per-app-...").
struct ApiUsage {
    std::uint64_t used;
    std::uint64_t limit;

    /// From 80 % on it is worth a word to the user. `used` may exceed `limit`.
    bool is_high() const { return limit != 0 && used >= limit - limit / 5; }
};
std::optional<ApiUsage> read_api_usage(std::string_view limit_info);

}  // namespace alysio::salesforce
