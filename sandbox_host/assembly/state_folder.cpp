#include "sandbox_host/assembly/state_folder.hpp"

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
    std::error_code error;
    const bool made = fs::create_directories(folder, error);
    if (error) return base::Error{"the folder " + folder.string() + " cannot be made: " + error.message()};
    if (made) fs::permissions(folder, fs::perms::owner_all, error);
    if (!fs::is_directory(folder, error)) return base::Error{folder.string() + " is no folder"};
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        return base::Error{"the folder " + folder.string() + " is not writable"};
    return {};
}

}  // namespace alysio::sandbox::assembly
