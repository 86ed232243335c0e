#pragma once

#include "sandbox_host/runtime/clock.hpp"
#include "sandbox_host/runtime/executor.hpp"
#include "sandbox_host/runtime/randomness.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <stdexcept>
#include <utility>

namespace alysio::sandbox::testing {

/// One thread with a time of its own. Tasks run while somebody waits, in the order in which they were posted; when there
/// is none left, the time is that of the next alarm. So a run that begins alike goes on alike.
class VirtualTime final : public runtime::Executor, public runtime::Clock {
  public:
    void post(std::function<void()> task) override { tasks_.push_back(std::move(task)); }
    void post_next(std::function<void()> task) override { post(std::move(task)); }

    std::unique_ptr<runtime::Alarm> after(std::chrono::nanoseconds delay, std::function<void()> task) override {
        const Key key{now_ + std::max(delay, std::chrono::nanoseconds(0)), ++alarms_set_};
        alarms_.emplace(key, std::move(task));
        return std::make_unique<VirtualAlarm>(*this, key);
    }

    bool wait(runtime::Signal& signal, std::optional<std::chrono::nanoseconds> limit = std::nullopt) override {
        const auto until = limit ? std::optional(now_ + *limit) : std::nullopt;
        while (!signal.is_set()) {
            if (run_one()) continue;
            if (ring_next(until)) continue;
            if (!until) throw std::logic_error("somebody waits for what nobody will do");
            now_ = *until;
            return false;
        }
        return true;
    }
    /// Everything that happens until then.
    void run_for(std::chrono::nanoseconds time) {
        runtime::Signal never;
        wait(never, time);
    }

    Time now() const noexcept override { return now_; }
    UnixTime unix_now() const noexcept override { return UnixTime(std::chrono::hours(24 * 365 * 50)) + since_begin(); }
    std::chrono::nanoseconds since_begin() const noexcept { return now_ - begin_; }

  private:
    using Key = std::pair<Time, std::uint64_t>;  // alarms of one time ring in the order in which they were set

    class VirtualAlarm final : public runtime::Alarm {
      public:
        VirtualAlarm(VirtualTime& time, Key key) : time_(time), key_(key) {}
        ~VirtualAlarm() override { time_.alarms_.erase(key_); }

      private:
        VirtualTime& time_;
        const Key key_;
    };

    bool run_one() {
        if (tasks_.empty()) return false;
        const auto task = std::move(tasks_.front());
        tasks_.pop_front();
        task();
        return true;
    }
    bool ring_next(std::optional<Time> until) {
        if (alarms_.empty() || (until && alarms_.begin()->first.first > *until)) return false;
        auto next = alarms_.extract(alarms_.begin());
        now_ = next.key().first;
        next.mapped()();
        return true;
    }

    static constexpr Time begin_{std::chrono::seconds(1'000)};
    Time now_ = begin_;
    std::deque<std::function<void()>> tasks_;
    std::map<Key, std::function<void()>> alarms_;
    std::uint64_t alarms_set_ = 0;
};

/// The same bytes for the same seed.
class SeededRandomness final : public runtime::Randomness {
  public:
    explicit SeededRandomness(std::uint64_t seed) : engine_(seed) {}

    void fill(std::span<std::byte> bytes) noexcept override {
        for (auto& byte : bytes) byte = static_cast<std::byte>(engine_() >> 56U);
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace alysio::sandbox::testing
