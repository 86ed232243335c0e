#pragma once

#include "sandbox_host/runtime/clock.hpp"
#include "sandbox_host/runtime/log.hpp"
#include "sandbox_host/services/attempt.hpp"
#include "sandbox_host/services/transfer.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

/// What a transport does apart from the network: asks connections for leave, has requests wait for their turn, starts
/// attempts and sends once more where a fresh credential may help, keeps time limits. Whoever has it calls turn() when
/// somebody posted something, when an attempt has ended, and when next() has come. I/O thread only, but for post().
class Dispatcher {
  public:
    Dispatcher(Network& network, std::shared_ptr<const runtime::Clock> clock, std::shared_ptr<runtime::Log> log)
        : network_(network), clock_(std::move(clock)), log_(std::move(log)) {}
    /// Drops what is under way.
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    enum class Command { submit, resume, forget };
    /// Any thread: for the next turn().
    void post(Command command, std::shared_ptr<Transfer> transfer);

    void turn();
    /// When there is something to do again although nobody says so.
    runtime::Clock::Time next() const;
    /// The network is done with an attempt, which is gone when this returns.
    void conclude(Attempt& attempt, TransferEnd end_of_network);

  private:
    using Time = runtime::Clock::Time;

    /// It waits for its turn, or has an attempt on the wire.
    struct PendingRequest {
        std::uint64_t number = 0;  // in the order in which they came
        std::shared_ptr<Transfer> transfer;
        std::unique_ptr<connection::RequestSession> session;  // until an attempt takes it
        std::unique_ptr<Attempt> attempt;
        std::optional<connection::Admission::Ticket> ticket;
        bool replayed = false;
        Time started;

        // The request's own time limit: how much of it is left while it waits for credit, and else when it is over.
        std::optional<Time::duration> left;
        std::optional<Time> limit;
    };
    struct Waiting {
        std::uint64_t number = 0;
        std::unordered_map<connection::Admission::Ticket, PendingRequest*> requests;
    };

    void take_commands();
    void begin(const std::shared_ptr<Transfer>& transfer);
    void expire();
    void admit_all();
    void admit(connection::Admission& admission);
    void launch(PendingRequest& request);
    void start_clock(PendingRequest& request);
    void stop_clock(PendingRequest& request);
    void end(PendingRequest& request, TransferEnd end);
    void remove(PendingRequest& request);
    void record(const PendingRequest& request, const TransferEnd& end) const;

    Network& network_;
    const std::shared_ptr<const runtime::Clock> clock_;
    const std::shared_ptr<runtime::Log> log_;

    std::mutex mutex_;
    std::vector<std::pair<Command, std::shared_ptr<Transfer>>> commands_;

    std::uint64_t last_number_ = 0;
    std::unordered_map<const Transfer*, std::unique_ptr<PendingRequest>> pending_;
    std::map<std::pair<Time, std::uint64_t>, PendingRequest*> limits_;  // of those whose clock runs
    std::map<connection::Admission*, Waiting> waiting_;
};

}  // namespace alysio::sandbox::services
