#include "sandbox_host/org/paragon/paragon.hpp"

#include "sandbox_host/org/paragon/permissions.hpp"
#include "sandbox_host/org/wire/json_body.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view integration = "salesforce";
constexpr const char* credential_refused = "7003";
constexpr const char* permission_refused = "7210";

// The proxy's own errors are objects; Salesforce's are arrays.
Response proxy_error(int status, const std::string& code, const std::string& message,
                     ordered_json meta = ordered_json::object()) {
    return document_response(status,
                             {{"message", message}, {"code", code}, {"status", status}, {"meta", std::move(meta)}});
}

Response unauthorized(const std::string& why) {
    return proxy_error(401, "unauthorized", "The Paragon User Token was refused: " + why);
}

Response bad_credential(const std::string& why) {
    return proxy_error(401, credential_refused, "Credential verification failed: " + why);
}

Response not_enabled(const std::string& project_id, const std::string& connected_user) {
    return proxy_error(404, "integration_not_enabled", "Integration not enabled for user.",
                       {{"projectId", project_id}, {"integrationId", integration}, {"endUserId", connected_user}});
}

Response not_permitted() {
    return proxy_error(403, permission_refused, "The Paragon User Token does not permit this.");
}

Response throttled(std::int64_t seconds) {
    Response response = proxy_error(429, "rate_limit_exceeded", "Too many requests for this project.");
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
    return response;
}

bool is_truthy(std::string_view value) {
    return !value.empty() && value != "0" && value != "false";
}

// Headers that belong to the way to the proxy, not to the request behind it.
bool is_hop_header(std::string_view name) {
    return base::equal_ignoring_case(name, "Authorization") || base::equal_ignoring_case(name, "Host") ||
           name.starts_with("X-Paragon-") || name.starts_with("x-paragon-");
}

}  // namespace

Paragon::Paragon(std::string project_id, std::string public_key_pem, std::string api_version, const Clock& clock,
                 const std::vector<std::unique_ptr<Tenant>>& tenants, ProxyRulebook& rules)
    : project_id_(std::move(project_id)),
      api_version_(std::move(api_version)),
      verifier_(std::move(public_key_pem), clock),
      tenants_(tenants),
      rules_(rules) {}

base::Result<Paragon::Admitted, Response> Paragon::admit(const Request& request) {
    const std::string root = "/projects/" + project_id_ + "/sdk/proxy/" + std::string(integration);
    const bool under_root =
        request.target.starts_with(root) && (request.target.size() == root.size() ||
                                             request.target[root.size()] == '/' || request.target[root.size()] == '?');
    if (!under_root) return proxy_error(404, "not_found", "There is no such project, integration or path.");

    const std::string_view authorization = request.header("Authorization");
    if (!authorization.starts_with("Bearer ")) return unauthorized("there is none");
    const auto user_token = verifier_.verify(authorization.substr(7));
    if (!user_token) return unauthorized(user_token.error().message);
    if (user_token->audience != "useparagon.com/" + project_id_) return unauthorized("it is for another audience");
    if (user_token->subject.empty()) return unauthorized("it names no user");
    if (const auto seconds = rules_.seconds_to_wait()) return throttled(*seconds);

    Admitted admitted;
    const auto account =
        choose_account(user_token->subject, request.header("X-Paragon-Credential"), admitted.credential_kind);
    if (!account) return account.error();
    if (!permits(user_token->permissions, integration, account->user->credential)) return not_permitted();
    admitted.owner = *account;
    admitted.raw = is_truthy(request.header("X-Paragon-Use-Raw-Response"));

    const std::string_view moved = request.header("X-Paragon-Proxy-Url");
    auto target = salesforce_target(*admitted.owner.tenant,
                                    moved.empty() ? request.target.substr(root.size()) : std::string(moved));
    if (!target) return target.error();
    admitted.request.method = request.method;
    admitted.request.target = *std::move(target);
    admitted.request.body = request.body;
    for (const auto& header : request.headers) {
        if (!is_hop_header(header.first)) admitted.request.headers.push_back(header);
    }
    rules_.drop_request_headers(admitted.request.headers);
    return admitted;
}

Response Paragon::hand_on(const Admitted& admitted, Response response) {
    const bool is_success = response.status >= 200 && response.status < 300;
    if (admitted.raw || !is_success || response.body.empty()) return response;
    // Raw or not, the body's own bytes are kept: only the envelope is the proxy's.
    response.body = "{\"output\":" + response.body + "}";
    return response;
}

base::Result<RequestOwner, Response> Paragon::choose_account(const std::string& connected_user,
                                                             std::string_view credential, std::string& kind) const {
    const auto belongs = [&](const User& user) { return user.connected_user == connected_user; };
    const bool is_connected = std::any_of(tenants_.begin(), tenants_.end(), [&](const auto& tenant) {
        return std::any_of(tenant->users().begin(), tenant->users().end(), belongs);
    });
    if (!is_connected) return not_enabled(project_id_, connected_user);

    if (credential.empty()) {
        kind = "default";
        for (const auto& tenant : tenants_) {
            const auto user = std::find_if(tenant->users().begin(), tenant->users().end(), belongs);
            if (user != tenant->users().end()) return RequestOwner{tenant.get(), &*user};
        }
    }
    kind = "uuid";
    std::string id(credential);
    std::string tenant_named;
    if (credential.find('.') != std::string_view::npos) {
        kind = "signed";
        const auto claims = verifier_.verify(credential);
        if (!claims) return bad_credential(claims.error().message);
        if (claims->issuer != "alysio" || claims->audience != "paragon-credential") {
            return bad_credential("it was issued for something else");
        }
        if (claims->subject != connected_user) return bad_credential("it is another user's");
        id = claims->credential;
        tenant_named = claims->tenant;
    }
    const RequestOwner account = account_of_credential(id);
    if (account.user == nullptr || !belongs(*account.user)) return bad_credential("it is another user's");
    if (kind == "signed" && account.tenant->name() != tenant_named) return bad_credential("it is another tenant's");
    return account;
}

RequestOwner Paragon::account_of_credential(std::string_view credential) const {
    for (const auto& tenant : tenants_) {
        for (const User& user : tenant->users()) {
            if (user.credential == credential) return {tenant.get(), &user};
        }
    }
    return {};
}

base::Result<std::string, Response> Paragon::salesforce_target(const Tenant& tenant, std::string path) const {
    const auto strip_slashes = [&] { path.erase(0, path.find_first_not_of('/')); };
    strip_slashes();
    if (path.starts_with("http://") || path.starts_with("https://")) {
        if (!path.starts_with(tenant.instance_url + "/")) {
            return proxy_error(400, "invalid_url", "The URL is not one of the connected account's instance.");
        }
        path.erase(0, tenant.instance_url.size());
        strip_slashes();
    }
    const bool has_prefix = path.starts_with("services/") || path.starts_with("id/");
    return has_prefix ? "/" + path : "/services/data/v" + api_version_ + "/" + path;
}

}  // namespace alysio::sandbox::org
