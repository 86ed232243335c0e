#pragma once

#include "sandbox_host/services/connection.hpp"
#include "sandbox_host/tenants/config.hpp"

#include <alysio/abi.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alysio::sandbox::tenants {

// Responses of this endpoint hold names that later requests may use: the path after `key`, where an endpoint's
// capture of that name stands. Only captures handed out to the same principal are let through.
struct HandsOut {
    std::string capture;
    std::string key;
};

// "GET /sobjects/{object}/describe" of a manifest.
struct Endpoint {
    struct Segment {
        std::string text;  // literal, or the capture's name
        bool capture = false;
    };
    std::string name;  // as the manifest writes it
    alysio_http_method method = ALYSIO_HTTP_GET;
    std::vector<Segment> path;
    std::vector<std::string> query_keys;
    std::string soql_key;  // the query key that holds SOQL; empty: none
    std::optional<HandsOut> hands_out;
    std::vector<std::string> request_headers;   // lower case
    std::vector<std::string> response_headers;  // lower case
};

struct Match {
    const Endpoint* endpoint = nullptr;
    std::vector<std::pair<std::string_view, std::string>> captures;  // name, decoded value

    std::string_view capture(std::string_view name) const;  // empty when there is none of that name
};

// What a plugin may reach at all: the list in its manifest, and nothing else. Immutable; any thread.
class EndpointPolicy {
  public:
    static std::variant<EndpointPolicy, std::vector<ConfigError>> parse(std::string_view manifest);

    // The endpoint of a request whose path, query keys, headers and body are all in order; otherwise DENIED.
    std::variant<Match, services::Failure> match(const services::RequestView& request) const;

    // The endpoint of a bare path that a response handed out.
    std::optional<Match> match_path(alysio_http_method method, std::string_view path) const;

    // Values that no tenant may write to, by capture: "object" -> "PermissionSet*".
    const std::vector<std::pair<std::string, std::vector<std::string>>>& write_denied() const { return write_denied_; }

    bool is_handed_out(std::string_view capture) const;

  private:
    std::vector<Endpoint> endpoints_;  // those with more literals first
    std::vector<std::pair<std::string, std::vector<std::string>>> write_denied_;
};

}  // namespace alysio::sandbox::tenants
