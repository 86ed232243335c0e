#pragma once

#include "sandbox_host/tenants/user_connection.hpp"

#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>

namespace alysio::sandbox::tenants {

// All tenants of one host: makes connections, and keeps them, since budgets and handed-out pages outlive calls.
class Tenants {
  public:
    // The current second of the system's clock, unless a test brings its own.
    Tenants(Config config, const std::shared_ptr<const EndpointPolicy>& endpoints, WallClock clock = {});

    // The connection of that user, made the first time it is asked for; or why there is none: no such tenant or user
    // (empty pointer), or a key, token or certificate file that cannot be used. An empty name: the first one.
    std::variant<std::shared_ptr<UserConnection>, ConfigError> connect(std::string_view tenant, std::string_view user);

    // What the plugin may reach from now on: a reload brought another manifest. Any thread.
    void set_endpoints(const std::shared_ptr<const EndpointPolicy>& endpoints);

  private:
    std::variant<std::unique_ptr<Credentials>, ConfigError> credentials(const TenantConfig& tenant,
                                                                        const UserConfig& user) const;

    std::vector<std::shared_ptr<Tenant>> tenants_;
    WallClock clock_;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<UserConnection>> connections_;
};

}  // namespace alysio::sandbox::tenants
