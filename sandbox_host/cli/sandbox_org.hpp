#pragma once

#include "sandbox_host/org/server/org_server.hpp"
#include "sandbox_host/runtime/result.hpp"
#include "sandbox_host/tenants/config.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {

// Who may open the org's data in a state folder: one process at a time, the others wait for their turn. Given up when
// this ends, also by a crash.
class OrgTurn {
  public:
    // Nothing when it is still taken after `patience`.
    static std::optional<OrgTurn> take(const std::filesystem::path& state_folder, std::chrono::milliseconds patience);

    OrgTurn(OrgTurn&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    OrgTurn& operator=(OrgTurn&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    ~OrgTurn();

  private:
    explicit OrgTurn(int file) : file_(file) {}

    int file_;
};

// The sandbox org that connections of kind `org` lead to: the one that `alysio-sandbox org` serves from the same state
// folder when it runs, else one in this process, with its data in that folder. The latter lasts only as long as this,
// so it is not published, and nobody else's calls come to depend on it.
class SandboxOrg {
  public:
    static runtime::Result<SandboxOrg> open(const std::filesystem::path& state_folder, bool fresh);

    const org::OrgConnection& connection() const { return connection_; }

  private:
    std::optional<OrgTurn> turn_;  // ends after the org that it is for
    std::unique_ptr<org::OrgServer> embedded_;
    org::OrgConnection connection_;
};

bool uses_org(const tenants::Config& config);

// A configuration with all tenants of the org.
tenants::Config org_config(const org::OrgConnection& org);

// Turns every connection of kind `org` into one through the org's proxy; or says which tenants and users it lacks.
std::vector<tenants::ConfigError> connect_to_org(tenants::Config& config, const org::OrgConnection& org);

}  // namespace alysio::sandbox::cli
