#pragma once

#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/runtime/sha256.hpp"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace alysio::sandbox::testing {

// The place where a developer's build of the plugin reloadable.c lies: every build replaces the one before.
struct BuildFolder {
    std::unique_ptr<runtime::RunFolder> folder = std::move(*runtime::RunFolder::create({}));
    // Inside, since some tests remove it as a clean build does: the outer one would then be nobody's, and swept.
    std::filesystem::path path = made(folder->path() / "build");
    std::filesystem::path library = path / "reloadable.so";
    std::filesystem::path manifest = runtime::manifest_beside(library);

    void build(const std::string& fixture, const std::string& label,
               const nlohmann::json& other = nlohmann::json::object()) const {
        write_library(fixture);
        write_manifest(fixture, label, other);
    }
    // By rename, as linkers do: the file that a host has open is not touched.
    void write_library(const std::string& fixture) const {
        const auto fresh = path / "fresh";
        std::filesystem::copy_file(built(fixture), fresh, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::rename(fresh, library);
    }
    void write_manifest(const std::string& fixture, const std::string& label,
                        const nlohmann::json& other = nlohmann::json::object()) const {
        nlohmann::json json = {{"format_version", 1},
                               {"name", "reloadable"},
                               {"version", label},
                               {"abi", {{"major", 1}, {"minor", 0}}},
                               {"tools", nlohmann::json::array({"which", "hold", "guide"})},
                               {"file", "reloadable.so"},
                               {"sha256", hash(fixture)}};
        json.update(other);
        const auto fresh = path / "fresh.json";
        std::ofstream(fresh) << json;
        std::filesystem::rename(fresh, manifest);
    }

    static std::filesystem::path made(const std::filesystem::path& folder) {
        std::filesystem::create_directory(folder);
        return folder;
    }
    static std::filesystem::path built(const std::string& fixture) {
        return std::filesystem::path(ALYSIO_FIXTURES) / (fixture + ".so");
    }
    static std::string hash(const std::string& fixture) { return runtime::sha256_of_file(built(fixture)).value(); }
};

}  // namespace alysio::sandbox::testing
