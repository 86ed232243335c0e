#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace alysio::sandbox::connection {

/// Who may send now: at most so many requests at once, at most so many a second, in turns between flows (a flow is a
/// call, so that a long download cannot starve a short question). Shared by all users of a tenant.
class Admission {
  public:
    using Time = std::chrono::steady_clock::time_point;
    using Ticket = std::uint64_t;

    virtual ~Admission() = default;
    virtual Ticket enter(std::uint64_t flow) = 0;
    virtual std::vector<Ticket> admit(Time now) = 0;       ///< those whose turn it is, each reported once
    virtual void leave(Ticket) = 0;                        ///< done, or given up while waiting
    virtual std::optional<Time> next(Time now) const = 0;  ///< when to admit() again although nobody left
};

}  // namespace alysio::sandbox::connection
