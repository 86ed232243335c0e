#pragma once

#include "sandbox_host/runtime/lane.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

namespace alysio::sandbox::runtime {

class Ledger;

/// Something started for a call that ends with it at the latest: a request, a timer, an open file. The ledger gives it
/// a handle. It ends once: by its own terminal event, by the plugin's cancel, or with its call.
class Operation : public std::enable_shared_from_this<Operation> {
  public:
    Operation() = default;
    virtual ~Operation() = default;
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

    /// [lane] Ended in silence, by the plugin or with its call: let go of everything, deliver nothing more.
    virtual void abandon() noexcept = 0;

    /// [lane] The call was cancelled and its grace is over: end with ALYSIO_E_CANCELLED as the terminal event, now or
    /// soon. Does nothing where the operation may outlast the grace.
    virtual void expire() noexcept {}

    std::uint64_t handle() const noexcept { return handle_; }

  protected:
    /// [any-thread] Runs `event` on the lane, unless the operation has ended by then: this is what makes cancelling
    /// mean silence. Valid once the ledger has taken the operation in.
    void on_lane(std::function<void()> event);

    /// [lane] Call right before the terminal event.
    void end() noexcept;
    bool has_ended() const noexcept { return ended_; }

  private:
    friend class Ledger;

    std::mutex mutex_;
    std::shared_ptr<Lane> lane_;  // null once ended: nothing is posted to a lane that may be gone
    Ledger* ledger_ = nullptr;
    std::uint64_t handle_ = 0;
    std::uint64_t call_ = 0;
    bool ended_ = false;  // [lane]
};

}  // namespace alysio::sandbox::runtime
