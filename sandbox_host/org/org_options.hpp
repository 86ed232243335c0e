#pragma once

#include "sandbox_host/org/random/random_bytes.hpp"
#include "sandbox_host/org/time/clock.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace alysio::sandbox::org {

/// Which org it is, and what it stands on.
struct OrgOptions {
    std::optional<std::filesystem::path> tenants_file;  ///< absent: the demo org
    /// Where data, signing key and connection.json live (data_paths.hpp); made if missing. Absent: everything in memory.
    std::optional<std::filesystem::path> state_folder;
    /// Instead: the data in this file, the others beside it.
    std::optional<std::filesystem::path> data_file;
    std::optional<std::filesystem::path> faults_file;  ///< faults in force from the start, beside the tenants file's
    bool fresh = false;                                ///< forget the data of all tenants; the key stays
    std::size_t records = 0;                           ///< grow the first tenant to this many opportunities
    bool pad = false;  ///< make the first tenant as large as orgs are met: Padding::large()
    /// PEM; the project's signing key, where the caller has one. Without it a key is kept or generated, and OpenSSL
    /// generates keys from randomness of its own.
    std::string private_key;

    TimeSource time = system_time;
    RandomBytes random = system_random_bytes;
};

}  // namespace alysio::sandbox::org
