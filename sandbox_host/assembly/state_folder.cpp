#include "sandbox_host/assembly/state_folder.hpp"

#include "sandbox_host/services/artifact_disk.hpp"

#include <unistd.h>

#include <cstdlib>
#include <system_error>

namespace alysio::sandbox::assembly {
namespace fs = std::filesystem;

std::optional<fs::path> state_folder() {
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state && *state == '/') return fs::path(state) / "alysio";
    const char* home = std::getenv("HOME");
    if (home && *home == '/') return fs::path(home) / ".local/state/alysio";
    return {};
}

base::Result<void> make_writable(const fs::path& folder) {
    std::error_code error = services::LocalDisk().make_folder(folder);
    if (error) return base::Error{"the folder " + folder.string() + " cannot be made: " + error.message()};
    if (!fs::is_directory(folder, error)) return base::Error{folder.string() + " is no folder"};
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        return base::Error{"the folder " + folder.string() + " is not writable"};
    return {};
}

}  // namespace alysio::sandbox::assembly
