#pragma once

#include "sandbox_host/connection/request.hpp"
#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/location.hpp"

#include <alysio/abi.h>
#include <alysio/base/result.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::tenants {

/// Responses of this endpoint hold, as the text of `member`, the address of another one, whose capture it thereby
/// issues to the user who asked.
struct IssuedCapture {
    std::string capture;
    std::string member;
};

/// One endpoint of a manifest. What a tenant's rules need to know of it stands in its second half; the format is
/// documented in host_api/manifest.md.
struct Endpoint {
    struct Segment {
        std::string text;  ///< literal, or the capture's name
        bool capture = false;
    };
    std::string name;  ///< as the manifest writes it: "GET /sobjects/{object}/describe"
    alysio_http_method method = ALYSIO_HTTP_GET;
    alysio_http_effect effect = ALYSIO_HTTP_READS;  ///< never BY_METHOD
    std::vector<Segment> path;
    std::vector<std::string> query_keys;
    std::vector<std::string> request_headers;   ///< lower case
    std::vector<std::string> response_headers;  ///< lower case
    std::optional<IssuedCapture> issues;

    std::optional<Location> object;
    std::optional<Location> fields;
    std::string statement_key;  ///< the query key that holds a statement in the provider's language; empty: none
    std::string locator;        ///< the capture that must have been issued to the user who asks; empty: none
    std::string unrestricted;   ///< why what is not declared needs no rule; empty: it does

    bool writes() const { return effect == ALYSIO_HTTP_CHANGES; }
    bool has_body() const { return method != ALYSIO_HTTP_GET; }
    /// It says which object it is about, or leaves that to a statement or to whatever issued its locator.
    bool is_about_objects() const { return object || !statement_key.empty() || !locator.empty(); }
    /// It carries no records, so no rule is about it.
    bool is_free() const { return !unrestricted.empty() && !is_about_objects(); }
    /// The first query key that stands for nothing declared; empty: there is none.
    std::string_view undeclared_key() const;
    /// Rules about objects can be kept: whatever could name one is declared, or is said to need no rule.
    bool tells_object() const {
        return is_free() || (is_about_objects() && (undeclared_key().empty() || !unrestricted.empty()));
    }
    /// Rules about fields can be kept, where those about objects can.
    bool tells_fields() const { return fields || !statement_key.empty() || !locator.empty() || !unrestricted.empty(); }
};

struct Match {
    const Endpoint* endpoint = nullptr;
    std::vector<std::pair<std::string_view, std::string>> captures;  ///< name, decoded value

    std::string_view capture(std::string_view name) const;  ///< empty when there is none of that name
};

/// What a plugin may reach at all: the list in its manifest, and nothing else. Immutable; any thread.
class EndpointPolicy {
  public:
    /// Every mistake of the manifest's `policy`, with its place, if there is any. `providers` are those it may name.
    static base::Result<EndpointPolicy, ConfigErrors> parse(std::string_view manifest, const Providers& providers);

    /// The endpoint of a request whose path, query keys, headers and body are all in order; otherwise DENIED.
    base::Result<Match, connection::RequestError> match(const connection::RequestView& request) const;

    /// The endpoint of a bare path that a response holds.
    std::optional<Match> match_path(alysio_http_method method, std::string_view path) const;

    const std::vector<Endpoint>& endpoints() const { return endpoints_; }

    /// Patterns of objects that no tenant may write.
    const std::vector<std::string>& write_denied() const { return write_denied_; }

    /// The one whose habits the plugin relies on; where the manifest names none, one without any.
    const Provider& provider() const { return *provider_; }

  private:
    std::vector<Endpoint> endpoints_;  // those with more literals first
    std::vector<std::string> write_denied_;
    std::shared_ptr<const Provider> provider_;
};

}  // namespace alysio::sandbox::tenants
