#include "sandbox_host/runtime/clock.hpp"

namespace alysio::sandbox::runtime {

Clock::Time SystemClock::now() const noexcept {
    return std::chrono::steady_clock::now();
}

Clock::UnixTime SystemClock::unix_now() const noexcept {
    return std::chrono::system_clock::now();
}

}  // namespace alysio::sandbox::runtime
