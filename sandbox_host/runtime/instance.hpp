#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/runtime/clock.hpp"
#include "sandbox_host/runtime/lane.hpp"
#include "sandbox_host/runtime/ledger.hpp"
#include "sandbox_host/runtime/log.hpp"
#include "sandbox_host/runtime/randomness.hpp"
#include "sandbox_host/runtime/service.hpp"

#include <alysio/abi.h>
#include <alysio/base/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace alysio::sandbox::runtime {

struct Limits {
    /// What a cancelled call may take for writes under way; then whatever is open for it is ended, and
    std::chrono::nanoseconds grace = std::chrono::seconds(5);
    /// after this long the host gives the call up.
    std::chrono::nanoseconds linger = std::chrono::seconds(1);
    /// At most one progress report per call in this time; the one that says it is done always passes.
    std::chrono::nanoseconds progress_interval = std::chrono::milliseconds(100);
    /// How long a call may take that was given no limit of its own; zero: for ever. One that writes files may go on for as
    /// long again whenever they have grown by `least_growth` since.
    std::chrono::nanoseconds call = std::chrono::minutes(5);
    std::uint64_t least_growth = 64 << 10;  ///< bytes
    /// Timers, requests and files that one call may have open at once.
    std::size_t operations = 1'000;
};

struct InstanceOptions {
    std::string settings;  ///< JSON object or empty
    std::string saved_state;
    Services services;
    Limits limits;
    std::shared_ptr<Log> log = std::make_shared<NoLog>();
    std::shared_ptr<Clock> clock = std::make_shared<SystemClock>();
    std::shared_ptr<Randomness> randomness = std::make_shared<SystemRandomness>();
};

/// One instance of a plugin, with its lane, its calls and the host table that leads back here.
class Instance : public std::enable_shared_from_this<Instance> {
  public:
    /// Any thread, but no task of a lane; waits for the plugin's create. The plugin's table outlives destroy().
    static base::Result<std::shared_ptr<Instance>> create(Executor& executor, const alysio_plugin& plugin,
                                                          InstanceOptions options);

    /// Any thread.
    void start(std::shared_ptr<Call> call);
    void cancel(CallId call, alysio_cancel_reason reason);
    /// Any thread, but no task of a lane. What the plugin hands to its next generation; empty where it has nothing, or does
    /// not get to it in that time.
    std::string save_state(std::chrono::nanoseconds patience);
    /// Any thread, but no task of a lane; waits for the plugin's destroy. Calls that are still open are given up.
    void destroy();

    /// For the host's own functions, which get `ctx` from the plugin.
    static Instance& from(void* ctx) noexcept { return *static_cast<Instance*>(ctx); }
    /// Null: the plugin calls a table that it did not get from here.
    template <class T>
    T* service(const void* table) const noexcept {
        for (const auto& service : options_.services) {
            if (service.table == table) return static_cast<T*>(service.self);
        }
        return nullptr;
    }
    const void* service_table(std::string_view id) const noexcept;

    /// Whether a [lane] function was called on the lane; else it is logged, and ALYSIO_E_WRONG_STATE is the answer.
    bool on_lane(std::string_view function) const noexcept;
    /// Whether the call may have one more operation.
    bool has_room(const Call& call) const noexcept { return call.operations.size() < limits().operations; }
    /// Logs that it may not, and says ALYSIO_E_LIMITED.
    alysio_status too_many(const Call& call, std::string_view function) const noexcept;
    /// Logs what the plugin did wrong, and gives the status back.
    alysio_status misuse(alysio_status status, std::string_view function, std::string_view what,
                         alysio_call call = 0) const noexcept;

    Lane& lane() noexcept { return *lane_; }
    Ledger& ledger() noexcept { return ledger_; }
    const Limits& limits() const noexcept { return options_.limits; }
    Log& log() const noexcept { return *options_.log; }
    const Clock& clock() const noexcept { return *options_.clock; }
    const std::shared_ptr<Clock>& shared_clock() const noexcept { return options_.clock; }
    Randomness& randomness() const noexcept { return *options_.randomness; }
    std::string_view plugin_name() const noexcept { return name_; }

  private:
    Instance(Executor& executor, const alysio_plugin& plugin, InstanceOptions options);

    // [lane]
    void begin(const std::shared_ptr<Call>& call);
    void allow_time(Call& call);
    std::string limit_of(const Call& call) const;
    void begin_cancel(CallId id, alysio_cancel_reason reason);
    void end_grace(CallId id);
    void give_up(CallId id);
    // Runs `step` for the call on the lane, `delay` from now.
    std::unique_ptr<Alarm> later(std::chrono::nanoseconds delay, std::function<void(Instance&)> step);

    std::shared_ptr<Lane> lane_;
    Ledger ledger_;
    InstanceOptions options_;
    const alysio_plugin& plugin_;
    std::string name_;
    alysio_host host_;
    alysio_instance* instance_ = nullptr;  // [lane]
};

}  // namespace alysio::sandbox::runtime
