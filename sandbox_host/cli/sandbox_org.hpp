#pragma once

#include "sandbox_host/org/org.hpp"
#include "sandbox_host/runtime/result.hpp"
#include "sandbox_host/tenants/config.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace alysio::sandbox::cli {

// The sandbox org that connections of kind `org` lead to: the one that `alysio-sandbox org` serves from the same state
// folder when it runs, else one in this process, with its data in that folder.
class SandboxOrg {
  public:
    static runtime::Result<SandboxOrg> open(const std::filesystem::path& state_folder, bool fresh);

    const org::Connection& connection() const { return connection_; }

  private:
    org::Connection connection_;
    std::unique_ptr<org::Org> embedded_;
};

bool uses_org(const tenants::Config& config);

// A configuration with all tenants of the org.
tenants::Config org_config(const org::Connection& org);

// Turns every connection of kind `org` into one through the org's proxy; or says which tenants and users it lacks.
std::vector<tenants::ConfigError> connect_to_org(tenants::Config& config, const org::Connection& org);

}  // namespace alysio::sandbox::cli
