#pragma once

#include "sandbox_host/runtime/executor.hpp"

namespace alysio::sandbox::runtime {

/// The executor that serves: threads of its own, and the system's time.
class ThreadPool final : public Executor {
  public:
    explicit ThreadPool(unsigned threads);
    ~ThreadPool() override;

    void post(std::function<void()> task) override;
    void post_next(std::function<void()> task) override;
    std::unique_ptr<Alarm> after(std::chrono::nanoseconds delay, std::function<void()> task) override;
    /// From outside of the pool.
    bool wait(Signal& signal, std::optional<std::chrono::nanoseconds> limit) override { return signal.block(limit); }

    /// Ends the threads, after the tasks they are running; not from one of them. What is posted from then on is dropped.
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::runtime
