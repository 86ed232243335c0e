#pragma once

#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/wire/api_error.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// Salesforce's REST API of one tenant. Stateless: what it changes is in the tenant.
class RestApi {
  public:
    explicit RestApi(Tenant& tenant) : tenant_(tenant) {}

    /// Anything under /services and /id, SOAP too. `user` is null without a valid session: then only what needs none is answered.
    Response handle(const Request& request, const User* user);

    /// The user whose session the Authorization header names.
    const User* session(const Request& request) const;

  private:
    Tenant& tenant_;
};

/// What every resource below works with.
struct RestCall {
    Tenant& tenant;
    const User& user;
    const Request& request;
    std::string version;            ///< "63.0"
    std::vector<std::string> path;  ///< the decoded parts behind the version
    std::string method;             ///< HEAD counts as GET, POST with ?_HttpMethod=PATCH as PATCH
};

/// Anything under /services/data/vNN.0: a request of its own, or one that a composite request holds.
Response data_resource(Tenant& tenant, const User& user, const Request& request);

Response query_resource(const RestCall& call);
Response sobjects_resource(const RestCall& call);
Response record_resource(const RestCall& call, const Object& object, const std::string& id);
Response external_id_resource(const RestCall& call, const Object& object);
/// /composite, /composite/batch; and /composite/sobjects with all below it.
Response composite_resource(const RestCall& call);
Response collections_resource(const RestCall& call);
Response limits_resource(const RestCall& call);
Response version_resource(const RestCall& call);
/// GET /services/data, for everyone.
Response versions_resource();
/// POST /services/oauth2/token with grant_type=password, whatever the client's id and secret; and …/revoke.
Response token_resource(Tenant& tenant, const Request& request);
Response revoke_resource(Tenant& tenant, const Request& request);
/// GET /services/oauth2/userinfo, and GET /id/<org>/<user>.
Response userinfo_resource(Tenant& tenant, const User& user);
Response identity_resource(Tenant& tenant, const User& user);
std::string identity_url(const Tenant& tenant, const User& user);

/// What the Authorization header brings: Bearer, or OAuth as Salesforce also takes it.
std::string_view access_token(const Request& request);

std::string record_url(const RestCall& call, const Object& object, std::string_view id);
/// The parts between the commas; empty ones are left out.
std::vector<std::string> comma_list(std::string_view list);
bool takes_json(const RestCall& call);

Response wrong_media_type();
/// `methods` as Salesforce lists them: "HEAD,GET,PATCH".
Response method_not_allowed(const RestCall& call, std::string_view methods);

}  // namespace alysio::sandbox::org
