#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace alysio::sandbox::runtime {

// The hash of a file's content in lower-case hexadecimal; nothing where the file cannot be read.
std::optional<std::string> sha256_of_file(const std::filesystem::path& file);

}  // namespace alysio::sandbox::runtime
