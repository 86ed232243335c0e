#pragma once

#include "sandbox_host/org/paragon/rulebook.hpp"
#include "sandbox_host/org/paragon/token.hpp"
#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <memory>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// The emulated Paragon proxy: finds out for whom a request speaks, forwards it to that tenant's Salesforce, and shapes
/// the answer. Accepts
///   /projects/{projectId}/sdk/proxy/salesforce/{apiPath}
/// where apiPath is relative to the API root (`sobjects/Account`), starts with `services/`, or is a full URL of the
/// tenant's own instance; and /projects/{projectId}/sdk/proxy/salesforce with the path in X-Paragon-Proxy-Url.
///
/// `Authorization: Bearer` holds the user token: RS256, `sub` the connected user, `aud` useparagon.com/{projectId}.
/// `X-Paragon-Credential` chooses the account and is one of
///   - a credential's UUID, which must belong to the connected user;
///   - a JWT signed by the same key: `iss` alysio, `aud` paragon-credential, `tenant`, `credential`, `sub`, `exp`; all
///     must agree with each other and with the user token;
///   - absent: the connected user's only account.
class Paragon {
  public:
    Paragon(std::string project_id, std::string public_key_pem, std::string api_version, const Clock& clock,
            const std::vector<std::unique_ptr<Tenant>>& tenants, ProxyRulebook& rules);

    /// A request that may pass: whose it is, and what Salesforce is asked.
    struct Admitted {
        RequestOwner owner;
        std::string credential_kind;  ///< "signed", "uuid", "default"
        Request request;
        bool raw;
    };
    base::Result<Admitted, Response> admit(const Request& request);

    /// Salesforce's answer as the proxy hands it on: untouched when asked for raw, else {"output": …}. A refusal of
    /// Salesforce's is handed on untouched either way.
    static Response hand_on(const Admitted& admitted, Response response);

  private:
    base::Result<RequestOwner, Response> choose_account(const std::string& connected_user, std::string_view credential,
                                                        std::string& kind) const;
    RequestOwner account_of_credential(std::string_view credential) const;
    base::Result<std::string, Response> salesforce_target(const Tenant& tenant, std::string api_path) const;

    std::string project_id_;
    std::string api_version_;
    TokenVerifier verifier_;
    const std::vector<std::unique_ptr<Tenant>>& tenants_;
    ProxyRulebook& rules_;
};

}  // namespace alysio::sandbox::org
