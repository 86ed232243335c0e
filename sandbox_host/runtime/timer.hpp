#pragma once

#include "sandbox_host/runtime/operation.hpp"

#include <alysio/abi.h>

#include <chrono>
#include <memory>

namespace alysio::sandbox::runtime {

/// A timer of a call. [lane]
class Timer final : public Operation {
  public:
    Timer(alysio_timer_fn fn, void* event_ctx) : fn_(fn), event_ctx_(event_ctx) {}

    /// Once, after the ledger has taken it in. Without delay it is queued behind what the lane has already.
    void start(Executor& executor, std::chrono::nanoseconds delay);
    void abandon() noexcept override { alarm_.reset(); }

  private:
    void ring();

    alysio_timer_fn fn_;
    void* event_ctx_;
    std::unique_ptr<Alarm> alarm_;
};

}  // namespace alysio::sandbox::runtime
