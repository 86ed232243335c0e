#pragma once

#include "sandbox_host/org/paragon/rules.hpp"
#include "sandbox_host/org/tenant/tenant_entry.hpp"
#include "sandbox_host/org/traffic/fault.hpp"

#include <alysio/base/result.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// The demo org, which is part of the program.
const Files& demo_files();

/// What a tenants file says. demo/README.md shows one.
struct TenantsFile {
    std::string project_id;
    std::string public_key;  ///< PEM; empty: the org makes a key pair and keeps it
    std::string api_version;
    ProxyRules proxy;
    std::vector<TenantEntry> tenants;  ///< never empty
    std::vector<Fault> faults;         ///< in force from the start

    static base::Result<TenantsFile> load(const std::string& text);
};

/// The files that a tenants file names, and the *.json in the folders it names, all below `folder`.
base::Result<Files> read_files(const std::filesystem::path& folder, const TenantsFile& tenants);

}  // namespace alysio::sandbox::org
