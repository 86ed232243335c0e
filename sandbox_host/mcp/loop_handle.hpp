#pragma once

#include "sandbox_host/runtime/executor.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace alysio::sandbox::mcp {

/// The way to the server's loop for whoever may outlive the server: a plugin's call that was cancelled ends when it can.
class LoopHandle {
  public:
    explicit LoopHandle(runtime::Executor& loop) : loop_(&loop) {}

    /// Any thread. Dropped once the server is gone.
    void post(std::function<void()> task) {
        const std::lock_guard lock(mutex_);
        if (loop_ != nullptr) loop_->post(std::move(task));
    }
    void close() {
        const std::lock_guard lock(mutex_);
        loop_ = nullptr;
    }

  private:
    std::mutex mutex_;
    runtime::Executor* loop_;
};

}  // namespace alysio::sandbox::mcp
