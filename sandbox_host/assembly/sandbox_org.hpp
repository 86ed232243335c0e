#pragma once

#include "sandbox_host/assembly/error.hpp"
#include "sandbox_host/assembly/org_turn.hpp"
#include "sandbox_host/org/server/org_server.hpp"
#include "sandbox_host/tenants/config.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace alysio::sandbox::assembly {

/// The sandbox org that connections of kind `org` lead to: the one that another process serves from the same state folder,
/// if there is one, else one in this process, with its data in that folder. The latter lasts only as long as this,
/// so it is not published, and nobody else's calls come to depend on it.
class SandboxOrg {
  public:
    static Result<SandboxOrg> open(const std::filesystem::path& state_folder, bool fresh);

    const org::OrgConnection& connection() const { return connection_; }

  private:
    std::optional<OrgTurn> turn_;  // ends after the org that it is for
    std::unique_ptr<org::OrgServer> embedded_;
    org::OrgConnection connection_;
};

bool uses_org(const tenants::Config& config);

/// A configuration with all tenants of the org.
tenants::Config org_config(const org::OrgConnection& org);

/// Turns every connection of kind `org` into one through the org's proxy; or says which tenants and users it lacks.
std::vector<tenants::ConfigError> connect_to_org(tenants::Config& config, const org::OrgConnection& org);

}  // namespace alysio::sandbox::assembly
