#include "sandbox_host/runtime/operation.hpp"

#include "sandbox_host/runtime/ledger.hpp"

#include <utility>

namespace alysio::sandbox::runtime {

void Operation::on_lane(std::function<void()> event) {
    std::lock_guard lock(mutex_);
    if (lane_ == nullptr) return;
    lane_->post([self = shared_from_this(), event = std::move(event)] {
        if (!self->ended_) event();
    });
}

void Operation::end() noexcept {
    ledger_->strike(*this);
}

}  // namespace alysio::sandbox::runtime
