#include "sandbox_host/org/query/page_shrink.hpp"

#include "sandbox_host/org/random/splitmix64.hpp"

namespace alysio::sandbox::org {

std::size_t shrunk(std::size_t batch_size, const PageShrink& shrink, std::size_t offset) {
    const std::uint64_t dice = splitmix64(splitmix64(shrink.seed) + offset);
    if (dice % 100 >= shrink.percent || batch_size < 2) return batch_size;
    return 1 + dice / 100 % (batch_size - 1);
}

}  // namespace alysio::sandbox::org
