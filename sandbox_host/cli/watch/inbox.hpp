#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace alysio::sandbox::cli {

/// What other threads have for the one that runs the session. They post; it waits for `news()` to be readable.
class Inbox {
  public:
    Inbox();
    ~Inbox();
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;

    /// Any thread.
    void post(std::function<void()> task);

    int news() const noexcept { return news_; }
    /// Runs what has been posted, in order.
    void run();

  private:
    const int news_;  // eventfd
    std::mutex mutex_;
    std::vector<std::function<void()>> tasks_;
};

}  // namespace alysio::sandbox::cli
