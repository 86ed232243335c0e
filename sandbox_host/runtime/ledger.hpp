#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/runtime/lane.hpp"
#include "sandbox_host/runtime/operation.hpp"

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace alysio::sandbox::runtime {

/// A new handle: calls and operations of all instances draw from the same row, and no number is ever given twice. So a
/// handle is good for its own kind, its own instance and its own time only. Any thread.
std::uint64_t next_handle() noexcept;

/// The calls that are open on one lane, and what was started for them. Everything here is [lane].
class Ledger {
  public:
    explicit Ledger(std::shared_ptr<Lane> lane) : lane_(std::move(lane)) {}

    void open(std::shared_ptr<Call> call);
    /// Null: it has ended, or never was.
    std::shared_ptr<Call> call(alysio_call handle) const;
    /// Ends the call: whatever was started for it is abandoned, and its caller is told.
    void close(Call& call, CallResult result);
    /// The same where the plugin did not finish: it may still look into the call's info, which stays until it does.
    void give_up(const std::shared_ptr<Call>& call, CallResult result);
    /// The plugin finished a call after all that was given up. False: it was none of those.
    bool forget(alysio_call handle) noexcept { return given_up_.erase(handle) > 0; }
    void give_up_all(const CallResult& result);

    /// Gives an operation its handle.
    std::uint64_t adopt(Call& call, std::shared_ptr<Operation> operation);
    /// Null: stale, or of another kind.
    template <class T>
    std::shared_ptr<T> find(std::uint64_t handle) const {
        const auto found = operations_.find(handle);
        return found == operations_.end() ? nullptr : std::dynamic_pointer_cast<T>(found->second);
    }
    /// The operation's call has so many more bytes in its files.
    void grow(const Operation& operation, std::uint64_t bytes) noexcept;
    /// Ends an operation in silence.
    void abandon(Operation& operation) noexcept;
    /// Ends all operations of a call by their terminal events.
    void expire(Call& call);

  private:
    friend class Operation;
    void strike(Operation& operation) noexcept;

    std::shared_ptr<Lane> lane_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Call>> calls_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Call>> given_up_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Operation>> operations_;
};

}  // namespace alysio::sandbox::runtime
