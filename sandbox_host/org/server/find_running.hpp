#pragma once

#include "sandbox_host/org/data_paths.hpp"
#include "sandbox_host/org/org_connection.hpp"

#include <filesystem>
#include <optional>

namespace alysio::sandbox::org {

/// The org that another process runs on this data: what its connection.json says, if the org there answers.
std::optional<OrgConnection> find_running(const DataPaths& paths);
std::optional<OrgConnection> find_running(const std::filesystem::path& state_folder);

}  // namespace alysio::sandbox::org
