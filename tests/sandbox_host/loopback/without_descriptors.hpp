#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace alysio::sandbox::loopback::tests {

/// A sanitizer looks at memory through pipes, and takes all of it for damaged once it gets none.
#ifdef ALYSIO_SANITIZED
inline constexpr bool can_do_without_descriptors = false;
#else
inline constexpr bool can_do_without_descriptors = true;
#endif

struct WithoutDescriptors {
    std::chrono::milliseconds busy{};  ///< what the process computed in a second without descriptors
    bool accepted_later = false;       ///< whether the connection that had waited was accepted once there were some
};

/// Starts a server in a process of its own, lets it run out of descriptors, and connects. `start` gives its port, and the
/// server lives on. Call it while this process has one thread.
WithoutDescriptors without_descriptors(const std::function<std::uint16_t()>& start);

}  // namespace alysio::sandbox::loopback::tests
