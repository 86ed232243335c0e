#pragma once

#include "sandbox_host/connection/admission.hpp"
#include "sandbox_host/tenants/config.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <optional>
#include <unordered_map>

namespace alysio::sandbox::tenants {

/// A limit on requests under way, with flows taking turns, and a token bucket where the configuration sets a rate. Nobody
/// publishes what a server takes, so the limit learns it: halved when the server throttles, and grown again by one for each
/// round of answers. Pure logic: time is an argument. The bucket holds time instead of tokens, so that nothing is ever
/// rounded.
class Budget final : public connection::Admission {
  public:
    explicit Budget(const BudgetConfig& config);

    Ticket enter(std::uint64_t flow) override;
    std::vector<Ticket> admit(Time now) override;
    void leave(Ticket ticket) override;
    std::optional<Time> next(Time now) const override;

    /// The server asked for less. Nothing is admitted for so long; whatever it says of requests that were under way already
    /// counts once.
    void throttled(std::chrono::nanoseconds rest);

    std::size_t waiting() const { return tickets_.size() - running_; }
    std::size_t running() const { return running_; }

  private:
    void save_up(Time now);
    Ticket take_turn();

    const std::size_t concurrent_;
    std::size_t allowed_;               // of these, as far as the server takes them
    std::size_t answered_ = 0;          // since allowed_ changed
    std::size_t under_way_then_ = 0;    // of those that were when it last throttled
    std::chrono::nanoseconds rest_{0};  // begins with the next look at the clock
    std::optional<Time> rests_until_;
    const Time::duration interval_;  // what one request costs
    const Time::duration largest_;   // what a quiet while saves up
    Time::duration saved_;
    std::optional<Time> counted_;  // when saved_ was right

    struct State {
        std::uint64_t flow;
        bool running;
    };
    Ticket last_ = 0;
    std::size_t running_ = 0;
    std::unordered_map<Ticket, State> tickets_;
    std::unordered_map<std::uint64_t, std::deque<Ticket>> queues_;  // by flow, never empty
    std::deque<std::uint64_t> turns_;                               // the flows of queues_, next one first
};

}  // namespace alysio::sandbox::tenants
