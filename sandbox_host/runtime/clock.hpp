#pragma once

#include <chrono>

namespace alysio::sandbox::runtime {

/// What time it is: the runtime and the services ask nobody else. Any thread; does not block.
class Clock {
  public:
    using Time = std::chrono::steady_clock::time_point;
    using UnixTime = std::chrono::system_clock::time_point;

    virtual ~Clock() = default;
    /// Never goes back: what limits and delays are counted by. The executor's alarms go by the same time.
    virtual Time now() const noexcept = 0;
    /// What the calendar says.
    virtual UnixTime unix_now() const noexcept = 0;
};

/// This machine's.
class SystemClock final : public Clock {
  public:
    Time now() const noexcept override;
    UnixTime unix_now() const noexcept override;
};

}  // namespace alysio::sandbox::runtime
