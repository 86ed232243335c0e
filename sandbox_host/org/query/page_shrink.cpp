#include "sandbox_host/org/query/page_shrink.hpp"

namespace alysio::sandbox::org {
namespace {

// The finaliser of SplitMix64: neighbouring numbers give unlike ones.
std::uint64_t scramble(std::uint64_t n) noexcept {
    n += 0x9E3779B97F4A7C15U;
    n = (n ^ n >> 30U) * 0xBF58476D1CE4E5B9U;
    n = (n ^ n >> 27U) * 0x94D049BB133111EBU;
    return n ^ n >> 31U;
}

}  // namespace

std::size_t shrunk(std::size_t batch_size, const PageShrink& shrink, std::size_t offset) {
    const std::uint64_t dice = scramble(scramble(shrink.seed) + offset);
    if (dice % 100 >= shrink.percent || batch_size < 2) return batch_size;
    return 1 + dice / 100 % (batch_size - 1);
}

}  // namespace alysio::sandbox::org
