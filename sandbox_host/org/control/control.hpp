#pragma once

#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/traffic/traffic.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// What tests see and do beside the wire, as JSON over a loopback port of its own. README.md lists it.
class Control {
  public:
    Control(Clock& clock, Traffic& traffic, const std::vector<std::unique_ptr<Tenant>>& tenants)
        : clock_(clock), traffic_(traffic), tenants_(tenants) {}

    Response handle(const Request& request);

    /// What GET /connection answers: which process serves here. Set once everything listens.
    std::string connection;

  private:
    Response requests(const Request& request);
    Response records();
    Response clock(const Request& request);
    Response faults(const Request& request);
    Response change(const Request& request);
    Response renew_session(const Request& request);
    Response expire_locators();
    /// The one that a body names; null when none.
    Tenant* tenant(const nlohmann::json& body) const;

    Clock& clock_;
    Traffic& traffic_;
    const std::vector<std::unique_ptr<Tenant>>& tenants_;
};

}  // namespace alysio::sandbox::org
