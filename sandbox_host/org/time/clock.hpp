#pragma once

#include "sandbox_host/org/time/datetime.hpp"

#include <functional>
#include <optional>

namespace alysio::sandbox::org {

/// Where an org reads the time. The org itself never asks the system.
using TimeSource = std::function<Instant()>;

/// The system's clock.
Instant system_time();

/// The org's idea of now. It follows its source until a test sets it; then it stands still.
class Clock {
  public:
    explicit Clock(TimeSource source = system_time);

    Instant now() const { return fixed_ ? *fixed_ : source_(); }
    /// What the source says, also while the org's own time stands still: for what people outside the org compare with
    /// their clocks.
    Instant real_now() const { return source_(); }
    void set(Instant instant) { fixed_ = instant; }
    void follow_source() { fixed_.reset(); }

  private:
    TimeSource source_;
    std::optional<Instant> fixed_;
};

}  // namespace alysio::sandbox::org
