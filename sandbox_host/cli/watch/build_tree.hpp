#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace alysio::sandbox::cli {

/// The CMake build that a plugin's library lies in.
struct BuildTree {
    std::filesystem::path folder;                ///< where CMakeCache.txt is
    std::vector<std::filesystem::path> sources;  ///< what the plugin is made of
    std::string command;                         ///< builds the library
};

std::optional<BuildTree> build_tree_of(const std::filesystem::path& library);

}  // namespace alysio::sandbox::cli
