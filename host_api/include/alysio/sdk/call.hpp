#pragma once

#include "core.hpp"
#include "log.hpp"

#include <alysio/abi.h>

#include <coroutine>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace alysio::sdk {

/// Something that ends early when its call is cancelled.
class Stoppable : public ListNode {
  public:
    virtual void stop() = 0;  ///< called once, after it was taken out of the list

  protected:
    ~Stoppable() = default;
};

class Sleep;

/// One tool call, from alysio_plugin.call to its finish. Views into it stay valid for as long as the tool's coroutine runs.
class Call {
  public:
    Call(Core& core, const alysio_call_info& info) : core_(core), info_(info) {}
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    Core& core() const { return core_; }
    alysio_call id() const { return info_.call; }
    std::string_view tool() const { return view(info_.tool); }
    std::string_view arguments() const { return view(info_.arguments); }
    bool preview() const { return info_.intent == ALYSIO_INTENT_PREVIEW; }
    std::string_view preview_token() const { return view(info_.preview_token); }
    std::string_view principal() const { return view(info_.principal); }
    std::string_view web_url() const { return view(info_.web_url); }
    std::string_view locale() const { return view(info_.locale); }
    std::string_view time_zone() const { return view(info_.time_zone); }
    std::string_view settings() const { return view(info_.settings); }
    std::string_view connection() const { return view(info_.connection); }
    std::string_view trace_context() const { return view(info_.trace_context); }
    /// What the host will let through, at most: a tool can say no before it has asked for anything.
    alysio_grants grants() const { return info_.grants; }
    uint64_t deadline_ns() const { return info_.deadline_ns; }  ///< on core().now_ns(); 0 = none

    /// 0 while the call is wanted; then why it is not. Every wait ends at once from then on, except for writes under way.
    alysio_cancel_reason stopped() const { return stopped_; }

    void progress(uint64_t done, uint64_t total, std::string_view message = {}) const {
        core_.host().progress(core_.ctx(), id(), done, total, str(message));
    }

    void log(alysio_log_level level, std::string_view event, std::string_view message,
             std::initializer_list<LogField> fields = {}) const {
        core_.log(level, event, message, id(), fields.begin(), fields.size());
    }

    /// `co_await call.sleep(ns)` is true when the time has passed, false when the call was stopped before.
    Sleep sleep(uint64_t delay_ns);

    /// Lets the lane's other calls run: `co_await call.yield()`. False when the call was stopped.
    Sleep yield();

    void on_stop(Stoppable& what) { stoppables_.push_back(what); }

    void stop(alysio_cancel_reason reason) {
        stopped_ = reason;
        List<Stoppable> now;
        now.take_all(stoppables_);
        while (Stoppable* what = now.pop_front()) what->stop();
    }

  private:
    Core& core_;
    const alysio_call_info& info_;
    alysio_cancel_reason stopped_ = 0;
    List<Stoppable> stoppables_;
};

/// Waits on the host's clock. Made by Call::sleep; awaited in the same statement.
class Sleep final : private Stoppable {
  public:
    Sleep(Call& call, uint64_t delay_ns) : call_(call), delay_ns_(delay_ns) {}
    Sleep(const Sleep&) = delete;
    Sleep& operator=(const Sleep&) = delete;
    ~Sleep() {
        if (timer_ != 0) core().host().timer_cancel(core().ctx(), timer_);
    }

    Core& core() const { return call_.core(); }

    bool await_ready() const { return call_.stopped() != 0; }

    bool await_suspend(std::coroutine_handle<> coroutine) {
        waiter_.coroutine = coroutine;
        const alysio_status started =
            core().host().timer_start(core().ctx(), call_.id(), delay_ns_, event<&Sleep::on_timer>, this, &timer_);
        if (started != ALYSIO_OK) return false;
        call_.on_stop(*this);
        return true;
    }

    bool await_resume() const { return passed_; }

  private:
    void on_timer(alysio_timer) {
        timer_ = 0;
        passed_ = true;
        unlink();
        core().ready(waiter_);
    }

    void stop() override {
        core().host().timer_cancel(core().ctx(), timer_);
        timer_ = 0;
        core().ready(waiter_);
    }

    Call& call_;
    uint64_t delay_ns_;
    alysio_timer timer_ = 0;
    bool passed_ = false;
    Waiter waiter_;
};

inline Sleep Call::sleep(uint64_t delay_ns) {
    return Sleep(*this, delay_ns);
}
inline Sleep Call::yield() {
    return Sleep(*this, 0);
}

}  // namespace alysio::sdk
