#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace alysio::sandbox::cli {

/// "0.4 ms", "34 ms", "2.31 s"
std::string time_text(std::chrono::nanoseconds time);

/// "812 B", "1.2 kB", "3.4 MB"
std::string bytes_text(std::uint64_t bytes);

}  // namespace alysio::sandbox::cli
