#pragma once

#include "sandbox_host/org/traffic/fault.hpp"

#include <cstddef>
#include <deque>

namespace alysio::sandbox::org {

struct RequestLogEntry;

/// A fault and what has come of it so far.
struct FaultRecord {
    std::uint64_t number = 0;  ///< in the order of being added, from 1
    Fault fault;
    std::int64_t matched = 0;
    std::int64_t struck = 0;
    std::string trouble;  ///< why a change that it makes could not be made, the last time

    bool spent() const noexcept { return fault.when.times >= 0 && struck >= fault.when.times; }
};

/// The faults in the order they were added. A request meets the first of them that strikes; one that lets it pass, by
/// `skip` or by chance, leaves it to the next.
class Faults {
  public:
    void add(Fault fault);
    void clear() { records_.clear(); }
    /// As many as may still strike.
    std::size_t in_force() const noexcept;
    const std::deque<FaultRecord>& records() const noexcept { return records_; }

    /// The fault that this request meets, counted; null when all goes well.
    FaultRecord* strike(const RequestLogEntry& entry);

  private:
    std::deque<FaultRecord> records_;
    std::uint64_t added_ = 0;
};

}  // namespace alysio::sandbox::org
