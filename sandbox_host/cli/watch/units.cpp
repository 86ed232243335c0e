#include "sandbox_host/cli/watch/units.hpp"

#include <array>
#include <cstdio>

namespace alysio::sandbox::cli {
namespace {

std::string number(double value, int decimals) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

}  // namespace

std::string time_text(std::chrono::nanoseconds time) {
    const auto milliseconds = std::chrono::duration<double, std::milli>(time).count();
    if (milliseconds < 9.95) return number(milliseconds, 1) + " ms";
    if (milliseconds < 999.5) return number(milliseconds, 0) + " ms";
    return number(milliseconds / 1000, 2) + " s";
}

std::string bytes_text(std::uint64_t bytes) {
    if (bytes < 1000) return std::to_string(bytes) + " B";
    const auto thousands = static_cast<double>(bytes) / 1000;
    return thousands < 999.95 ? number(thousands, 1) + " kB" : number(thousands / 1000, 1) + " MB";
}

}  // namespace alysio::sandbox::cli
