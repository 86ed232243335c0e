#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace alysio::sandbox::connection {

/// A file that a call left behind.
struct KeptFile {
    std::filesystem::path path;
    std::string media_type;
    std::uint64_t bytes = 0;
    bool partial = false;  ///< it holds what there was when the call failed
};

}  // namespace alysio::sandbox::connection
