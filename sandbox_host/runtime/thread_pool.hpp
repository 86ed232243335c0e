#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace alysio::sandbox::runtime {

// Calls its function once, unless it is destroyed first; a call that is just starting then may still come through, so
// the function looks for itself whether it is still wanted. Touched by one thread at a time.
class Alarm {
  public:
    virtual ~Alarm() = default;
};

// The threads that run everything of the runtime. Any thread may use it; what is posted after stop() is dropped.
class Pool {
  public:
    explicit Pool(unsigned threads);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    void post(std::function<void()> task);
    // From a task of the pool: behind what waits already, and on this thread if no other is free sooner.
    void post_next(std::function<void()> task);
    std::unique_ptr<Alarm> after(std::chrono::nanoseconds delay, std::function<void()> task);

    // Ends the threads, after the tasks they are running; not from one of them.
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::runtime
