#include "sandbox_host/cli/watch/build_tree.hpp"

#include <fstream>
#include <string_view>
#include <system_error>

namespace alysio::sandbox::cli {
namespace fs = std::filesystem;

namespace {

std::optional<fs::path> home_folder(const fs::path& cache) {
    constexpr std::string_view key = "CMAKE_HOME_DIRECTORY:INTERNAL=";
    std::ifstream in(cache);
    for (std::string line; std::getline(in, line);) {
        if (line.rfind(key, 0) == 0) return fs::path(line.substr(key.size()));
    }
    return std::nullopt;
}

// As one word of a shell.
std::string quoted(const std::string& word) {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

// This project's plugin has a room of its own beside many others; another project is taken whole.
std::vector<fs::path> sources_in(const fs::path& home) {
    std::error_code ignored;
    if (!fs::is_directory(home / "plugin", ignored)) return {home};
    std::vector<fs::path> sources;
    for (const auto* part : {"plugin", "host_api", "manifest.json"}) {
        if (fs::exists(home / part, ignored)) sources.push_back(home / part);
    }
    return sources;
}

}  // namespace

std::optional<BuildTree> build_tree_of(const fs::path& library) {
    std::error_code error;
    const auto real = fs::weakly_canonical(library, error);
    if (error) return std::nullopt;
    for (auto folder = real.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
        const auto cache = folder / "CMakeCache.txt";
        if (!fs::exists(cache, error)) continue;
        const auto home = home_folder(cache);
        if (!home) return std::nullopt;
        const auto target = real.stem().string();
        return BuildTree{folder, sources_in(*home),
                         "cmake --build " + quoted(folder.string()) + " --target " + quoted(target)};
    }
    return std::nullopt;
}

}  // namespace alysio::sandbox::cli
