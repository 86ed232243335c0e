#include "sandbox_host/org/time/clock.hpp"

#include <utility>

namespace alysio::sandbox::org {

Instant system_time() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Clock::Clock(TimeSource source) : source_(std::move(source)) {}

}  // namespace alysio::sandbox::org
