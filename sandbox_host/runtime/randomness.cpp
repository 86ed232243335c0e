#include "sandbox_host/runtime/randomness.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace alysio::sandbox::runtime {

void SystemRandomness::fill(std::span<std::byte> bytes) noexcept {
    while (!bytes.empty()) {
        const auto got = getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        // The kernel has had its entropy since long before a host starts: anything else is a broken system, and
        // handing out what is not random would be worse than stopping.
        if (got < 0) std::abort();
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace alysio::sandbox::runtime
