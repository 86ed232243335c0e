#pragma once

#include "sandbox_host/org/server/org_server.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace alysio::sandbox::org::test {

using nlohmann::json;
using HttpHeaders = std::map<std::string, std::string>;

struct HttpAnswer {
    int status = 0;       ///< 0: no answer came
    HttpHeaders headers;  ///< names in lower case
    std::string body;

    json document() const { return json::parse(body); }
    /// Of the first error of Salesforce's array.
    std::string error_code() const { return document().at(0).at("errorCode"); }
    std::string error_message() const { return document().at(0).at("message"); }
};

/// One request over real HTTP, on a connection of its own.
HttpAnswer request(const std::string& method, const std::string& url, const HttpHeaders& headers = {},
                   const std::string& body = "");

std::string url_encoded(const std::string& text);

/// A compact JWT over any header and claims, signed RS256 by the key; with an empty key the signature is nonsense.
std::string signed_jwt(const json& header, const json& claims, const std::string& private_key_pem);
/// HS256 over the same, with any text as the key.
std::string hmac_jwt(const json& header, const json& claims, const std::string& key);

/// The demo org in memory, and a client of it.
class RunningOrg {
  public:
    explicit RunningOrg(OrgServerOptions options = {});

    const OrgConnection& connection() const { return org_->connection(); }
    const OrgTenant& tenant(const std::string& name = "acme") const { return connection().tenants.at(name); }
    const OrgUser& user(const std::string& tenant_name = "acme", const std::string& name = "admin") const {
        return tenant(tenant_name).users.at(name);
    }

    /// Against a tenant's own API, as acme's administrator unless said otherwise; `path` follows /services/data/v63.0.
    HttpAnswer call(const std::string& method, const std::string& path, const std::string& body = "",
                    HttpHeaders headers = {}, const std::string& user_name = "admin",
                    const std::string& tenant_name = "acme") const;
    json query(const std::string& soql, HttpHeaders headers = {}) const;

    /// Against the proxy, with a good user token and any credential.
    HttpAnswer proxied(const std::string& method, const std::string& path, const std::string& user_token,
                       const std::string& credential, const std::string& body = "", HttpHeaders headers = {}) const;
    std::string user_token(const std::string& connected_user, int seconds_left = 600) const;
    std::string credential_token(const std::string& tenant_name, const OrgUser& owner, int seconds_left = 600) const;

    json control(const std::string& method, const std::string& path, const json& body = nullptr) const;

    void stop() { org_->stop(); }

  private:
    std::unique_ptr<OrgServer> org_;
};

}  // namespace alysio::sandbox::org::test
