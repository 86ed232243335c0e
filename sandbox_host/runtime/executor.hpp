#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace alysio::sandbox::runtime {

/// Calls its function once, unless it is destroyed first; a call that is just starting then may still come through, so
/// the function looks for itself whether it is still wanted. Touched by one thread at a time.
class Alarm {
  public:
    virtual ~Alarm() = default;
};

/// Something that happens once, and that somebody waits for: see Executor::wait. Any thread.
class Signal {
  public:
    void set() {
        const std::lock_guard lock(mutex_);
        set_ = true;
        changed_.notify_all();
    }
    bool is_set() const noexcept { return set_; }

    /// For executors with threads of their own: blocks the calling thread. False: the time was over first.
    bool block(std::optional<std::chrono::nanoseconds> limit) {
        std::unique_lock lock(mutex_);
        const auto is_set = [this] { return set_.load(); };
        if (limit) return changed_.wait_for(lock, *limit, is_set);
        changed_.wait(lock, is_set);
        return true;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::atomic<bool> set_{false};
};

/// Where everything of the runtime and the services runs: threads (ThreadPool), or one thread that takes one task after
/// the other, so that a run can be repeated. Outlives whoever posts to it. Any thread may use it.
class Executor {
  public:
    Executor() = default;
    virtual ~Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Never runs the task before it returns.
    virtual void post(std::function<void()> task) = 0;
    /// From a task: behind what waits already, and on this thread if no other is free sooner.
    virtual void post_next(std::function<void()> task) = 0;
    virtual std::unique_ptr<Alarm> after(std::chrono::nanoseconds delay, std::function<void()> task) = 0;

    /// Returns once the signal is set, or false when the limit has passed first. Whoever sets it is on its way through
    /// an executor: one that has but this thread runs its tasks meanwhile. Not from a task of a Lane.
    virtual bool wait(Signal& signal, std::optional<std::chrono::nanoseconds> limit = std::nullopt) = 0;
};

}  // namespace alysio::sandbox::runtime
