#pragma once

#include <alysio/abi.h>
#include <alysio/base/result.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::runtime {

/// What a plugin says of itself beside its library, read before a byte of it runs. The build writes this file last:
///
///   {"format_version": 1, "name": "orders", "version": "1.0.0", "abi": {"major": 1, "minor": 0},
///    "tools": ["…"], "file": "alysio_orders.so", "sha256": "…", …}
///
/// Further members are for others to read.
struct Manifest {
    std::string name;
    std::string version;
    std::uint16_t abi_major = 0;
    std::uint16_t abi_minor = 0;
    std::vector<std::string> tools;
    std::string file;
    std::string sha256;
    std::string text;  ///< the whole file, for those others
};

/// "lib/alysio_x.so" -> "lib/alysio_x.manifest.json"
std::filesystem::path manifest_beside(const std::filesystem::path& library);

base::Result<Manifest> read_manifest(const std::filesystem::path& file);

/// An error where the plugin's table says otherwise than its manifest.
base::Result<void> check_agreement(const Manifest& manifest, const alysio_plugin& plugin);

}  // namespace alysio::sandbox::runtime
