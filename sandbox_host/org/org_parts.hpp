#pragma once

#include "sandbox_host/org/control/control.hpp"
#include "sandbox_host/org/control/settings.hpp"
#include "sandbox_host/org/org_connection.hpp"
#include "sandbox_host/org/org_options.hpp"
#include "sandbox_host/org/paragon/paragon.hpp"
#include "sandbox_host/org/paragon/rulebook.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/time/clock.hpp"
#include "sandbox_host/org/traffic/traffic.hpp"

#include <memory>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// What an org consists of, opened and connected with each other. They hold references to one another, and stay where
/// they are.
struct OrgParts {
    /// Fails, in words for a person, when the data is in use, or when tenants, schema or records make no sense.
    static base::Result<std::unique_ptr<OrgParts>> open(const OrgOptions& options);

    Clock clock;
    Traffic traffic{clock};
    Database database;
    std::vector<std::unique_ptr<Tenant>> tenants;
    ProxyRulebook proxy_rules{clock};
    Paragon paragon;
    Settings settings{tenants, proxy_rules};
    Control control{clock, traffic, tenants};
    std::string control_origin;
    std::string control_path;  ///< "/" and what nobody can guess: who may steer the org knows it
    /// Without addresses, which the parts do not know.
    OrgConnection connection;

  private:
    struct Opened;
    OrgParts(const OrgOptions& options, Opened opened);
};

}  // namespace alysio::sandbox::org
