#include "sandbox_host/runtime/lane.hpp"

#include <cassert>
#include <utility>

namespace alysio::sandbox::runtime {

namespace {
thread_local const Lane* current_lane = nullptr;
}

void Lane::post(std::function<void()> task) {
    {
        std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        if (std::exchange(scheduled_, true)) return;
    }
    executor_.post([self = shared_from_this()] { self->run(); });
}

bool Lane::is_current() const noexcept {
    return current_lane == this;
}

void Lane::run() {
    assert(current_lane == nullptr && "a lane was entered from within a lane");
    {
        std::lock_guard lock(mutex_);
        batch_.swap(tasks_);
    }
    current_lane = this;
    for (auto& task : batch_) {
        task();
        task = nullptr;  // what it captured is let go on the lane, in order
    }
    current_lane = nullptr;
    batch_.clear();
    {
        std::lock_guard lock(mutex_);
        scheduled_ = !tasks_.empty();
        if (!scheduled_) return;
    }
    // To the back of the executor's queue: a busy lane takes turns with the others.
    executor_.post_next([self = shared_from_this()] { self->run(); });
}

}  // namespace alysio::sandbox::runtime
