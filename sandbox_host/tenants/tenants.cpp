#include "sandbox_host/tenants/tenants.hpp"

#include <algorithm>
#include <fstream>

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

}  // namespace

Tenants::Tenants(Config config, const std::shared_ptr<const EndpointPolicy>& endpoints, WallClock clock)
    : clock_(clock ? std::move(clock) : system_now) {
    for (auto& tenant : config.tenants) tenants_.push_back(std::make_shared<Tenant>(std::move(tenant), endpoints));
}

std::variant<std::shared_ptr<UserConnection>, ConfigError> Tenants::connect(std::string_view tenant_name,
                                                                            std::string_view user_name) {
    const auto name_of_tenant = [](const auto& tenant) -> const std::string& { return tenant->config.name; };
    const auto tenant = find_named(tenants_, tenant_name, name_of_tenant);
    if (tenant == tenants_.end()) return no_such("tenant", tenant_name, tenants_, name_of_tenant);

    const auto& users = (*tenant)->config.users;
    const auto name_of_user = [](const UserConfig& user) -> const std::string& { return user.name; };
    const auto user = find_named(users, user_name, name_of_user);
    if (user == users.end()) return no_such("user", user_name, users, name_of_user);

    auto& connection = connections_[{(*tenant)->config.name, user->name}];
    if (connection) return connection;
    const auto& ca_file = (*tenant)->config.ca_file;
    if (!ca_file.empty() && !std::ifstream{ca_file}) {
        return ConfigError{"/tenants/" + (*tenant)->config.name + "/connection/ca_file",
                           "the file " + ca_file.string() + " cannot be read"};
    }
    auto made = credentials((*tenant)->config, *user);
    if (auto* error = std::get_if<ConfigError>(&made)) return std::move(*error);
    connection = std::make_shared<UserConnection>(*tenant, *user, std::move(std::get<0>(made)));
    return connection;
}

void Tenants::set_endpoints(const std::shared_ptr<const EndpointPolicy>& endpoints) {
    for (const auto& tenant : tenants_) tenant->set_endpoints(endpoints);
}

std::variant<std::unique_ptr<Credentials>, ConfigError> Tenants::credentials(const TenantConfig& tenant,
                                                                             const UserConfig& user) const {
    if (const auto* paragon = std::get_if<ParagonConfig>(&tenant.connection)) {
        auto read = read_secret(paragon->signing_key);
        if (auto* error = std::get_if<ConfigError>(&read)) return std::move(*error);
        auto key = SigningKey::from_pem(std::get<Secret>(read));
        if (const auto* problem = std::get_if<std::string>(&key)) {
            return ConfigError{paragon->signing_key.pointer, "the signing key " + *problem};
        }
        return paragon_credentials(*paragon, tenant.name, user, std::get<SigningKey>(std::move(key)), clock_);
    }
    if (user.access_token) return bearer_credentials(*user.access_token);
    return ConfigError{"/tenants/" + tenant.name + "/connection", "the sandbox org is not running"};
}

}  // namespace alysio::sandbox::tenants
