#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <thread>

namespace alysio::sandbox::cli {

/// Takes SIGINT, SIGTERM and SIGHUP while it lives, and calls `on_interrupt` for the first of them on a thread of its own. The
/// second one ends the process at once. Make it before any other thread: they inherit that these signals are blocked.
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// `function` is called once: now, if it has happened already. It must not block, nor call this. An empty one takes
    /// the place of the last, which is not running any more when this returns.
    void on_interrupt(std::function<void()> function);

    /// From now on the process has so long to end; then it ends as it is. For when only a plugin that does not return can
    /// still be in the way. The first signal starts such a time by itself.
    void end_within(std::chrono::milliseconds patience);

    bool happened() const { return happened_; }
    /// It has been dealt with, and the program goes on: the next one is a first one again.
    void forget();

    static constexpr int exit_code = 130;
    /// What a cancelled call may take for writes under way (runtime::Limits), and a little more.
    static constexpr std::chrono::seconds patience{8};

  private:
    using Clock = std::chrono::steady_clock;

    void wait();
    void poke();
    void bring_forward(Clock::time_point moment);

    std::atomic<bool> happened_ = false;
    std::atomic<bool> ending_ = false;
    std::atomic<bool> poked_ = false;
    std::atomic<Clock::time_point> last_moment_ = Clock::time_point::max();
    std::mutex mutex_;
    std::function<void()> function_;
    std::thread thread_;
};

}  // namespace alysio::sandbox::cli
