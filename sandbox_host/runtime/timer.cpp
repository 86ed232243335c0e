#include "sandbox_host/runtime/timer.hpp"

namespace alysio::sandbox::runtime {

void Timer::start(Executor& executor, std::chrono::nanoseconds delay) {
    if (delay.count() == 0) {
        on_lane([this] { ring(); });
        return;
    }
    alarm_ = executor.after(delay, [weak = weak_from_this()] {
        const auto self = std::static_pointer_cast<Timer>(weak.lock());
        if (self != nullptr) self->on_lane([timer = self.get()] { timer->ring(); });
    });
}

void Timer::ring() {
    end();
    fn_(event_ctx_, handle());
}

}  // namespace alysio::sandbox::runtime
