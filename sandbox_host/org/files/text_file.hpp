#pragma once

#include <alysio/base/result.hpp>

#include <filesystem>
#include <string>

namespace alysio::sandbox::org {

base::Result<std::string> read_text(const std::filesystem::path& file);

/// Writes a file that only its owner may read, by rename, so that nobody ever sees half of it.
base::Result<void> write_private_file(const std::filesystem::path& file, const std::string& content);

/// Makes the folder and those above it that are not there, for its owner alone, whatever the umask. One that is there
/// already becomes its owner's alone too; those above it stay as they are.
base::Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace alysio::sandbox::org
