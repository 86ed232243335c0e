#pragma once

#include "sandbox_host/org/config/tenants_file.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace alysio::sandbox::org {

/// All that an org is made of: what the tenants file says, and the files it names.
struct OrgSource {
    TenantsFile tenants;
    Files files;

    /// Of the demo org where there is no tenants file.
    static base::Result<OrgSource> read(const std::optional<std::filesystem::path>& tenants_file);
};

/// A file of faults; the error names it.
base::Result<std::vector<Fault>> read_faults(const std::filesystem::path& file);

}  // namespace alysio::sandbox::org
