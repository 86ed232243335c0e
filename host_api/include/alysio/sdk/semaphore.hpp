#pragma once

#include "call.hpp"

#include <cstdint>
#include <utility>

namespace alysio::sdk {

/// `count` permits for all calls of an instance, handed out first come, first served.
///
///     Semaphore::Permit permit = co_await cursors.acquire(call);
///     if (!permit) ...                                          // the call was stopped while it queued
///
/// The permit goes back when it dies. The semaphore outlives its permits.
class Semaphore {
  public:
    explicit Semaphore(uint64_t count) : free_(count) {}

    class Permit {
      public:
        Permit() = default;
        explicit Permit(Semaphore& owner) : owner_(&owner) {}
        Permit(Permit&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
        Permit& operator=(Permit&& other) noexcept {
            std::swap(owner_, other.owner_);
            return *this;
        }
        ~Permit() {
            if (owner_ != nullptr) owner_->release();
        }
        explicit operator bool() const { return owner_ != nullptr; }

      private:
        Semaphore* owner_ = nullptr;
    };

    class Acquire;
    Acquire acquire(Call& call);

    /// A permit that is free now and that nobody queues for; else none.
    Permit try_acquire();

    bool idle(uint64_t count) const { return free_ == count && queue_.empty(); }

  private:
    void release();

    uint64_t free_;
    List<Acquire> queue_;
};

class Semaphore::Acquire : public ListNode {
  public:
    Acquire(Semaphore& owner, Call& call) : owner_(owner), call_(call), stopper_(*this) {}
    Acquire(const Acquire&) = delete;
    Acquire& operator=(const Acquire&) = delete;
    ~Acquire() {
        if (granted_) owner_.release();
    }

    bool await_ready() {
        if (call_.stopped() != 0) return true;
        if (owner_.free_ == 0) return false;
        --owner_.free_;
        granted_ = true;
        return true;
    }

    void await_suspend(std::coroutine_handle<> coroutine) {
        waiter_.coroutine = coroutine;
        owner_.queue_.push_back(*this);
        call_.on_stop(stopper_);
    }

    Permit await_resume() {
        if (!std::exchange(granted_, false)) return Permit();
        return Permit(owner_);
    }

  private:
    friend class Semaphore;

    class Stopper final : public Stoppable {
      public:
        explicit Stopper(Acquire& acquire) : acquire_(acquire) {}
        void stop() override {
            acquire_.unlink();
            acquire_.call_.core().ready(acquire_.waiter_);
        }

      private:
        Acquire& acquire_;
    };

    void grant() {
        granted_ = true;
        stopper_.unlink();
        call_.core().ready(waiter_);
    }

    Semaphore& owner_;
    Call& call_;
    bool granted_ = false;
    Stopper stopper_;
    Waiter waiter_;
};

inline Semaphore::Acquire Semaphore::acquire(Call& call) {
    return Acquire(*this, call);
}

inline Semaphore::Permit Semaphore::try_acquire() {
    if (free_ == 0) return Permit();
    --free_;
    return Permit(*this);
}

inline void Semaphore::release() {
    if (Acquire* next = queue_.pop_front()) {
        next->grant();
    } else {
        ++free_;
    }
}

}  // namespace alysio::sdk
