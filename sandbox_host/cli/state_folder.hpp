#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace alysio::sandbox::cli {

// Where this program keeps what it needs between commands: $XDG_STATE_HOME/alysio, or ~/.local/state/alysio. Nothing
// when there is no such place.
std::optional<std::filesystem::path> state_folder();

// Makes the folder, for its owner alone, and tries whether files can be written in it. Otherwise: why not.
std::optional<std::string> make_writable(const std::filesystem::path& folder);

}  // namespace alysio::sandbox::cli
