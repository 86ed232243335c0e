#pragma once

#include "sandbox_host/connection/acting_user.hpp"
#include "sandbox_host/tenants/user_connection.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::tenants {

/// All tenants of one host: connects users, and keeps their connections, since budgets and issued pages outlive calls.
class Tenants {
  public:
    /// Where configuration and manifest meet; or what in the configuration does not fit the manifest: a rule that some
    /// endpoint cannot be held to, a proxy that is not told which provider is meant. The current second of the system's
    /// clock, unless a test brings its own.
    static base::Result<std::unique_ptr<Tenants>, ConfigErrors> open(
        Config config, const std::shared_ptr<const EndpointPolicy>& endpoints, WallClock clock = {});

    /// That user, connected the first time it is asked for; or why that cannot be: no such tenant or user (empty
    /// pointer), or a key, token or certificate file that cannot be used. An empty name: the first one.
    base::Result<std::shared_ptr<const connection::ActingUser>, ConfigError> connect(std::string_view tenant,
                                                                                     std::string_view user);

    /// What the plugin may reach from now on: a reload brought another manifest. Where some tenant's configuration does
    /// not fit it, nothing changes. Any thread.
    base::Result<void, ConfigErrors> set_endpoints(const std::shared_ptr<const EndpointPolicy>& endpoints);

  private:
    explicit Tenants(WallClock clock);

    base::Result<std::unique_ptr<Credentials>, ConfigError> credentials(const TenantConfig& tenant,
                                                                        const UserConfig& user) const;

    std::vector<std::shared_ptr<Tenant>> tenants_;
    WallClock clock_;
    std::map<std::pair<std::string, std::string>, std::shared_ptr<const connection::ActingUser>> users_;
};

}  // namespace alysio::sandbox::tenants
