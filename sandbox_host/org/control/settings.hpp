#pragma once

#include "sandbox_host/org/paragon/rulebook.hpp"
#include "sandbox_host/org/tenant/tenant.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace alysio::sandbox::org {

/// What tests change about a running org beside its data: a tenant's allowance, its profiles, the proxy's rules. Part of
/// the control port.
class Settings {
  public:
    Settings(const std::vector<std::unique_ptr<Tenant>>& tenants, ProxyRulebook& proxy)
        : tenants_(tenants), proxy_(proxy) {}

    /// Nothing where the path is not one of these.
    std::optional<Response> handle(const Request& request);

  private:
    base::Result<void> set_allowance(const nlohmann::json& body);
    base::Result<void> change_profile(const nlohmann::json& body);
    base::Result<void> set_proxy(const nlohmann::json& body);
    Tenant* tenant(const nlohmann::json& body) const;

    const std::vector<std::unique_ptr<Tenant>>& tenants_;
    ProxyRulebook& proxy_;
};

}  // namespace alysio::sandbox::org
