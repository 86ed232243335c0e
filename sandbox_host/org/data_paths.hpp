#pragma once

#include "sandbox_host/org/org_options.hpp"

#include <filesystem>
#include <optional>

namespace alysio::sandbox::org {

/// Where the things lie that outlast an org's process.
struct DataPaths {
    std::filesystem::path data;        ///< the SQLite file with all records of all tenants
    std::filesystem::path key;         ///< the project's signing key
    std::filesystem::path connection;  ///< how to reach the org, while it runs

    /// org.db, project_key.pem and connection.json.
    static DataPaths in(const std::filesystem::path& state_folder);
    /// For demo.db: demo.db, demo.key.pem and demo.connection.json.
    static DataPaths beside(const std::filesystem::path& data_file);
    /// Nothing when everything is in memory.
    static std::optional<DataPaths> of(const OrgOptions& options);
};

}  // namespace alysio::sandbox::org
