#include "sandbox_host/org/rest/rest.hpp"

#include <alysio/base/encoding.hpp>

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

// OAuth's errors are objects, not Salesforce's array.
Response oauth_error(const char* error, const char* description) {
    return json_response(400, ordered_json{{"error", error}, {"error_description", description}}.dump());
}

// What the client's secret vouches for: identity and time.
std::string signature(const std::string& secret, const std::string& text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    return base::base64({reinterpret_cast<const char*>(digest.data()), size});
}

}  // namespace

Response token_resource(Tenant& tenant, const Request& request) {
    if (request.method != "POST") return oauth_error("invalid_request", "must use HTTP POST");
    const auto value = [&](const char* name) { return form_value(request.body, name).value_or(""); };
    if (value("grant_type") != "password") return oauth_error("unsupported_grant_type", "grant type not supported");
    const User* user = tenant.user_of_password(value("username"), value("password"));
    if (user == nullptr) return oauth_error("invalid_grant", "authentication failure");
    const std::string id = identity_url(tenant, *user);
    const std::string issued_at = std::to_string(tenant.clock().real_now().time_since_epoch().count());
    return json_response(200, ordered_json{{"access_token", tenant.sessions().open(tenant.org_id(), *user)},
                                           {"instance_url", tenant.instance_url},
                                           {"id", id},
                                           {"token_type", "Bearer"},
                                           {"issued_at", issued_at},
                                           {"signature", signature(value("client_secret"), id + issued_at)}}
                                  .dump());
}

Response revoke_resource(Tenant& tenant, const Request& request) {
    const auto token = request.method == "POST" ? form_value(request.body, "token") : request.parameter("token");
    if (!token || !tenant.sessions().close(*token)) return oauth_error("invalid_token", "invalid token");
    return {200, {}, ""};
}

}  // namespace alysio::sandbox::org
