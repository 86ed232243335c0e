#pragma once

#include <cstdint>

namespace alysio::sandbox::org {

/// Spreads consecutive numbers evenly without looking regular: the finaliser of SplitMix64.
constexpr std::uint64_t splitmix64(std::uint64_t n) noexcept {
    n += 0x9E3779B97F4A7C15U;
    n = (n ^ n >> 30U) * 0xBF58476D1CE4E5B9U;
    n = (n ^ n >> 27U) * 0x94D049BB133111EBU;
    return n ^ n >> 31U;
}

}  // namespace alysio::sandbox::org
