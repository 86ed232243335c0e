#include "sandbox_host/tenants/tenants.hpp"

#include "sandbox_host/tenants/config_reader.hpp"
#include "sandbox_host/tenants/enforcement.hpp"
#include "sandbox_host/tenants/provider.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace alysio::sandbox::tenants {
namespace {

template <typename Items, typename Name>
auto find_named(const Items& items, std::string_view wanted, Name name) {
    return wanted.empty() ? items.begin()
                          : std::find_if(items.begin(), items.end(), [&](const auto& i) { return name(i) == wanted; });
}

template <typename Items, typename Name>
ConfigError no_such(std::string_view kind, std::string_view wanted, const Items& items, Name name) {
    std::string message = "there is no " + std::string(kind) + " \"" + std::string(wanted) + "\"; there is: ";
    bool first = true;
    for (const auto& item : items) message.append(std::exchange(first, false) ? "" : ", ").append(name(item));
    return {"", std::move(message)};
}

std::chrono::sys_seconds system_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// What in a tenant's configuration does not fit what the manifest says.
void check_fit(const TenantConfig& tenant, const EndpointPolicy& endpoints, ConfigErrors& errors) {
    const auto* paragon = std::get_if<ParagonConfig>(&tenant.connection);
    if (paragon && paragon->integration.empty() && endpoints.provider().name().empty()) {
        errors.push_back({child_pointer("/tenants", tenant.name) + "/connection/integration",
                          "is missing, and the plugin's manifest names no provider to take it from"});
    }
    auto rules = unenforceable_rules(tenant, endpoints);
    std::move(rules.begin(), rules.end(), std::back_inserter(errors));
}

}  // namespace

Tenants::Tenants(WallClock clock) : clock_(clock ? std::move(clock) : system_now) {}

base::Result<std::unique_ptr<Tenants>, ConfigErrors> Tenants::open(
    Config config, const std::shared_ptr<const EndpointPolicy>& endpoints, WallClock clock) {
    ConfigErrors errors;
    for (const auto& tenant : config.tenants) check_fit(tenant, *endpoints, errors);
    if (!errors.empty()) return errors;
    std::unique_ptr<Tenants> made{new Tenants(std::move(clock))};
    for (auto& tenant : config.tenants)
        made->tenants_.push_back(std::make_shared<Tenant>(std::move(tenant), endpoints));
    return made;
}

base::Result<std::shared_ptr<const connection::ActingUser>, ConfigError> Tenants::connect(std::string_view tenant_name,
                                                                                          std::string_view user_name) {
    const auto name_of_tenant = [](const auto& tenant) -> const std::string& { return tenant->config.name; };
    const auto tenant = find_named(tenants_, tenant_name, name_of_tenant);
    if (tenant == tenants_.end()) return no_such("tenant", tenant_name, tenants_, name_of_tenant);

    const auto& users = (*tenant)->config.users;
    const auto name_of_user = [](const UserConfig& user) -> const std::string& { return user.name; };
    const auto user = find_named(users, user_name, name_of_user);
    if (user == users.end()) return no_such("user", user_name, users, name_of_user);

    auto& acting = users_[{(*tenant)->config.name, user->name}];
    if (acting) return acting;
    const auto& ca_file = (*tenant)->config.ca_file;
    if (!ca_file.empty() && !std::ifstream{ca_file}) {
        return ConfigError{"/tenants/" + (*tenant)->config.name + "/connection/ca_file",
                           "the file " + ca_file.string() + " cannot be read"};
    }
    auto made = credentials((*tenant)->config, *user);
    if (!made) return std::move(made).error();
    const auto connected = std::make_shared<UserConnection>(*tenant, *user, *std::move(made));
    acting = std::make_shared<connection::ActingUser>(connection::ActingUser{connected->identity(), connected, {}});
    return acting;
}

base::Result<void, ConfigErrors> Tenants::set_endpoints(const std::shared_ptr<const EndpointPolicy>& endpoints) {
    ConfigErrors errors;
    for (const auto& tenant : tenants_) check_fit(tenant->config, *endpoints, errors);
    if (!errors.empty()) return errors;
    for (const auto& tenant : tenants_) tenant->set_endpoints(endpoints);
    return {};
}

base::Result<std::unique_ptr<Credentials>, ConfigError> Tenants::credentials(const TenantConfig& tenant,
                                                                             const UserConfig& user) const {
    if (const auto* paragon = std::get_if<ParagonConfig>(&tenant.connection)) {
        const auto pem = read_secret(paragon->signing_key);
        if (!pem) return pem.error();
        auto key = SigningKey::from_pem(*pem);
        if (!key) return ConfigError{paragon->signing_key.pointer, "the signing key " + key.error().message};
        return paragon_credentials(*paragon, tenant.name, user, *std::move(key), clock_);
    }
    if (user.access_token) return bearer_credentials(*user.access_token);
    return ConfigError{"/tenants/" + tenant.name + "/connection", "the sandbox org is not running"};
}

}  // namespace alysio::sandbox::tenants
