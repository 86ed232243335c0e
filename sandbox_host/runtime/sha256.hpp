#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::runtime {

/// The hash of these bytes in lower-case hexadecimal.
std::string sha256_of(std::string_view bytes);

/// The hash of a file's content in lower-case hexadecimal; nothing where the file cannot be read.
std::optional<std::string> sha256_of_file(const std::filesystem::path& file);

}  // namespace alysio::sandbox::runtime
