#include "sandbox_host/org/org.hpp"

#include "sandbox_host/loopback/names.hpp"
#include "sandbox_host/org/org_parts.hpp"
#include "sandbox_host/org/pages/pages.hpp"
#include "sandbox_host/org/rest/rest.hpp"

#include <algorithm>
#include <utility>

namespace alysio::sandbox::org {
namespace {

Response refuse_foreign_host() {
    return json_response(421, R"({"error":"ask for 127.0.0.1 or localhost"})");
}

// Clients put access tokens into the query of the identity service, and the log holds no secret.
std::string target_without_secrets(const Request& request) {
    const std::string_view path = request.path();
    const bool about_login = path.starts_with("/id/") || path.starts_with("/services/oauth2/");
    return about_login ? std::string(path) : request.target;
}

// The same request without the path in front of its own; nothing where that is not there. No answer comes sooner the
// less of the path is right.
std::optional<Request> below(std::string_view path, const Request& request) {
    if (request.target.size() <= path.size() || request.target[path.size()] != '/') return std::nullopt;
    unsigned different = 0;
    for (std::size_t i = 0; i < path.size(); ++i) different |= static_cast<unsigned>(path[i] ^ request.target[i]);
    if (different != 0) return std::nullopt;
    Request below = request;
    below.target.erase(0, path.size());
    return below;
}

// Nobody listens at ports so low.
OrgAddresses addresses_of_nobody(const std::vector<std::unique_ptr<Tenant>>& tenants) {
    const auto at_port = [](std::size_t port) { return "http://127.0.0.1:" + std::to_string(port); };
    OrgAddresses addresses{0, at_port(1), at_port(2), {}};
    for (const auto& tenant : tenants) {
        addresses.instance_urls[tenant->name()] = at_port(3 + addresses.instance_urls.size());
    }
    return addresses;
}

}  // namespace

base::Result<std::unique_ptr<Org>> Org::open(const OrgOptions& options) {
    auto parts = OrgParts::open(options);
    if (!parts) return parts.error();
    return std::unique_ptr<Org>(new Org(*std::move(parts)));
}

Org::Org(std::unique_ptr<OrgParts> parts) : parts_(std::move(parts)) {
    set_addresses(addresses_of_nobody(parts_->tenants));
}

Org::~Org() = default;

void Org::set_addresses(OrgAddresses addresses) {
    OrgConnection& connection = parts_->connection;
    connection.pid = addresses.pid;
    connection.proxy_url = std::move(addresses.proxy_url);
    connection.control_url = addresses.control_url + parts_->control_path;
    parts_->control_origin = std::move(addresses.control_url);
    parts_->control.connection =
        R"({"pid":)" + std::to_string(connection.pid) + R"(,"proxy_url":")" + connection.proxy_url + "\"}";
    for (const auto& tenant : parts_->tenants) {
        tenant->instance_url = addresses.instance_urls[tenant->name()];
        connection.tenants[tenant->name()].instance_url = tenant->instance_url;
    }
}

const OrgConnection& Org::connection() const noexcept {
    return parts_->connection;
}

Reply Org::serve_proxy(const Request& request) {
    const auto admitted = parts_->paragon.admit(request);
    RequestLogEntry entry;
    entry.via = "proxy";
    entry.method = request.method;
    entry.target = target_without_secrets(admitted ? admitted->request : request);
    if (admitted) {
        entry.tenant = admitted->owner.tenant->name();
        entry.user = admitted->owner.user->name;
        entry.credential = admitted->owner.user->credential;
        entry.credential_kind = admitted->credential_kind;
    }
    const RequestOwner owner = admitted ? admitted->owner : RequestOwner{};
    Reply reply = parts_->traffic.pass(std::move(entry), owner, [&] {
        if (!admitted) return admitted.error();
        return Paragon::hand_on(*admitted, RestApi(*owner.tenant).handle(admitted->request, owner.user));
    });
    parts_->proxy_rules.drop_response_headers(reply.response.headers);
    return reply;
}

Reply Org::serve_control(const Request& request) {
    if (!loopback::asks_for_this_machine(request.headers)) return {refuse_foreign_host()};
    const auto asked = below(parts_->control_path, request);
    if (!asked)
        return {json_response(404, R"({"error":"the way in is the control_url that the org was started with"})")};
    auto response = parts_->settings.handle(*asked);
    return {response ? *std::move(response) : parts_->control.handle(*asked)};
}

Reply Org::serve_instance(std::string_view name, const Request& request) {
    Tenant& tenant = **std::find_if(parts_->tenants.begin(), parts_->tenants.end(),
                                    [&](const auto& each) { return each->name() == name; });
    const std::string_view path = request.path();
    if (!path.starts_with("/services/") && !path.starts_with("/id/")) {
        return {loopback::asks_for_this_machine(request.headers) ? page(tenant, request) : refuse_foreign_host()};
    }
    RestApi rest(tenant);
    const User* user = rest.session(request);
    RequestLogEntry entry;
    entry.via = "instance";
    entry.tenant = tenant.name();
    entry.user = user == nullptr ? "" : user->name;
    entry.method = request.method;
    entry.target = target_without_secrets(request);
    // The session is looked at again: it may have ended meanwhile.
    return parts_->traffic.pass(std::move(entry), {&tenant, user},
                                [&] { return rest.handle(request, rest.session(request)); });
}

std::optional<Reply> Org::serve(std::string_view origin, const Request& request) {
    const OrgConnection& connection = parts_->connection;
    if (origin == connection.proxy_url) return serve_proxy(request);
    if (origin == parts_->control_origin) return serve_control(request);
    for (const auto& [name, tenant] : connection.tenants) {
        if (origin == tenant.instance_url) return serve_instance(name, request);
    }
    return std::nullopt;
}

}  // namespace alysio::sandbox::org
