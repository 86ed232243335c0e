#pragma once

#include <alysio/sdk/http.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace alysio::salesforce {

enum class Verb { get, post, patch };

/// What one request asked, in the words of an explanation.
struct RequestInfo {
    enum class Kind { query, describe, record, connection };

    RequestInfo(Verb verb_, Kind kind_, std::string object_ = {}, std::string id_ = {})
        : verb(verb_), kind(kind_), object(std::move(object_)), id(std::move(id_)) {}

    bool writes() const { return verb != Verb::get; }

    Verb verb;
    Kind kind;
    std::string object;  // empty for queries and the connection's root
    std::string id;      // empty where no single record is meant
};

/// What came back for one request, or what is known where nothing did.
struct Answer : sdk::HttpResponse {
    Answer(RequestInfo request_, sdk::HttpResponse response)
        : sdk::HttpResponse(std::move(response)), request(std::move(request_)) {}

    /// For a request that was never sent, since its call was stopped.
    static Answer stopped(RequestInfo request);

    bool ok() const { return status == ALYSIO_OK && http_status >= 200 && http_status < 300 && !is_markup(); }

    /// A web page: what an org in maintenance, or whatever stands before it, gives in place of JSON, with any status.
    bool is_markup() const;

    /// Nothing new since the date that the request gave.
    bool not_modified() const { return status == ALYSIO_OK && http_status == 304; }

    RequestInfo request;
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
