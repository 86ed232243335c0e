#pragma once

#include <atomic>
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

    bool happened() const { return happened_; }
    /// It has been dealt with, and the program goes on: the next one is a first one again.
    void forget() { happened_ = false; }

    static constexpr int exit_code = 130;

  private:
    void wait();

    std::atomic<bool> happened_ = false;
    std::atomic<bool> ending_ = false;
    std::mutex mutex_;
    std::function<void()> function_;
    std::thread thread_;
};

}  // namespace alysio::sandbox::cli
