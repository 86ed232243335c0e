#include "sandbox_host/tenants/budget.hpp"

#include <algorithm>

namespace alysio::sandbox::tenants {

Budget::Budget(const BudgetConfig& config)
    : concurrent_(config.concurrent),
      allowed_(config.concurrent),
      interval_(config.per_second == 0
                    ? Time::duration::zero()
                    : std::chrono::duration_cast<Time::duration>(std::chrono::seconds{1}) / config.per_second),
      largest_(interval_ * config.burst),
      saved_(largest_) {}

connection::Admission::Ticket Budget::enter(std::uint64_t flow) {
    const auto ticket = ++last_;
    tickets_.emplace(ticket, State{flow, false});
    auto& queue = queues_[flow];
    if (queue.empty()) turns_.push_back(flow);
    queue.push_back(ticket);
    return ticket;
}

std::vector<connection::Admission::Ticket> Budget::admit(Time now) {
    save_up(now);
    if (rest_.count() > 0) {
        rests_until_ = std::max(rests_until_.value_or(now), now + rest_);
        rest_ = {};
    }
    std::vector<Ticket> admitted;
    if (rests_until_ && now < *rests_until_) return admitted;
    rests_until_.reset();
    while (!turns_.empty() && running_ < allowed_ && saved_ >= interval_) {
        saved_ -= interval_;
        ++running_;
        admitted.push_back(take_turn());
    }
    return admitted;
}

// The first of the flow whose turn it is; the flow goes to the end of the line.
connection::Admission::Ticket Budget::take_turn() {
    const auto flow = turns_.front();
    turns_.pop_front();
    const auto queue = queues_.find(flow);
    const auto ticket = queue->second.front();
    queue->second.pop_front();
    if (queue->second.empty()) {
        queues_.erase(queue);
    } else {
        turns_.push_back(flow);
    }
    tickets_.at(ticket).running = true;
    return ticket;
}

void Budget::leave(Ticket ticket) {
    const auto found = tickets_.find(ticket);
    if (found == tickets_.end()) return;
    if (found->second.running) {
        --running_;
        if (under_way_then_ > 0) {
            --under_way_then_;
        } else if (allowed_ < concurrent_ && ++answered_ >= allowed_) {
            ++allowed_;
            answered_ = 0;
        }
    } else {
        const auto queue = queues_.find(found->second.flow);
        queue->second.erase(std::find(queue->second.begin(), queue->second.end(), ticket));
        if (queue->second.empty()) {
            turns_.erase(std::find(turns_.begin(), turns_.end(), queue->first));
            queues_.erase(queue);
        }
    }
    tickets_.erase(found);
}

void Budget::throttled(std::chrono::nanoseconds rest) {
    rest_ = std::max(rest_, rest);
    if (under_way_then_ > 0) return;
    under_way_then_ = running_;
    allowed_ = std::max<std::size_t>(1, std::min(allowed_, running_) / 2);
    answered_ = 0;
}

// Only time can help when a place is free; without a free place somebody has to leave first.
std::optional<Budget::Time> Budget::next(Time now) const {
    if (turns_.empty() || running_ >= allowed_) return {};
    if (rests_until_ && now < *rests_until_) return rests_until_;
    const auto missing = std::max(interval_ - saved_, Time::duration::zero());
    return std::max(now, counted_.value_or(now) + missing);
}

void Budget::save_up(Time now) {
    if (counted_ && now > *counted_) saved_ = std::min(largest_, saved_ + (now - *counted_));
    if (!counted_ || now > *counted_) counted_ = now;
}

}  // namespace alysio::sandbox::tenants
