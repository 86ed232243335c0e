#pragma once

#include <alysio/base/result.hpp>

#include <filesystem>
#include <optional>

namespace alysio::sandbox::assembly {

/// Where a host keeps what it needs between runs: $XDG_STATE_HOME/alysio, or ~/.local/state/alysio. Nothing when there is
/// no such place.
std::optional<std::filesystem::path> state_folder();

/// Makes the folder, for its owner alone, and tries whether files can be written in it.
base::Result<void> make_writable(const std::filesystem::path& folder);

}  // namespace alysio::sandbox::assembly
