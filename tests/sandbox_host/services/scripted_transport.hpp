#pragma once

#include "sandbox_host/services/dispatcher.hpp"
#include "sandbox_host/services/transport.hpp"
#include "tests/sandbox_host/runtime/virtual_time.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::testing {

/// What comes back, and when.
struct ScriptedAnswer {
    std::chrono::nanoseconds after{};
    int status = 200;
    std::vector<std::string> chunks;  ///< of the body; each comes as long after the one before
};

/// A transport without a network: a function answers, on the one thread of its time.
class ScriptedTransport final : public services::Transport, private services::Network {
  public:
    using Script = std::function<ScriptedAnswer(const connection::WireRequest&)>;

    ScriptedTransport(std::shared_ptr<VirtualTime> time, Script script)
        : time_(std::move(time)), script_(std::move(script)) {}

    void submit(std::shared_ptr<services::Transfer> transfer) override {
        post(services::Dispatcher::Command::submit, std::move(transfer));
    }
    void resume(std::shared_ptr<services::Transfer> transfer) override {
        post(services::Dispatcher::Command::resume, std::move(transfer));
    }
    void forget(std::shared_ptr<services::Transfer> transfer) override {
        post(services::Dispatcher::Command::forget, std::move(transfer));
    }

  private:
    class ScriptedAttempt final : public services::Attempt {
      public:
        ScriptedAttempt(ScriptedTransport& transport, services::Transfer& transfer,
                        std::unique_ptr<connection::RequestSession> session, bool last, std::function<void()> on_pause)
            : Attempt(transfer, std::move(session), last, std::move(on_pause)),
              transport_(transport),
              answer_(transport.script_(wire())) {
            wait([this] { send(); });
        }
        void stop() noexcept override { alarm_.reset(); }

      private:
        void go_on() override { receive(); }
        bool has_written() const noexcept override { return written_; }

        void wait(std::function<void()> step) { alarm_ = transport_.time_->after(answer_.after, std::move(step)); }
        void send() {
            if (!begin()) return end();
            written_ = true;
            wait([this] {
                begin_head(answer_.status);
                if (take_header_line("\r\n")) return receive();
                end();
            });
        }
        void receive() {
            if (at_ == answer_.chunks.size()) return end();
            const auto taken = take_body(answer_.chunks[at_]);
            if (taken == Taken::enough) return end();
            if (taken == Taken::nothing) return;
            ++at_;
            wait([this] { receive(); });
        }
        // Not from within one of its own functions: it is gone afterwards.
        void end() {
            alarm_ = transport_.time_->after({}, [this] {
                auto& transport = transport_;
                transport.dispatcher_.conclude(
                    *this, {ALYSIO_HTTP_ANSWERED, connection::RequestError{ALYSIO_OK, "", "", 0, 0, 0}});
                transport.turn();
            });
        }

        ScriptedTransport& transport_;
        const ScriptedAnswer answer_;
        std::size_t at_ = 0;
        bool written_ = false;
        std::unique_ptr<runtime::Alarm> alarm_;
    };

    std::unique_ptr<services::Attempt> start(services::Transfer& transfer,
                                             std::unique_ptr<connection::RequestSession> session, bool last,
                                             std::function<void()> on_pause) override {
        return std::make_unique<ScriptedAttempt>(*this, transfer, std::move(session), last, std::move(on_pause));
    }
    void post(services::Dispatcher::Command command, std::shared_ptr<services::Transfer> transfer) {
        dispatcher_.post(command, std::move(transfer));
        alarm_ = time_->after({}, [this] { turn(); });
    }
    void turn() {
        dispatcher_.turn();
        alarm_ = time_->after(dispatcher_.next() - time_->now(), [this] { turn(); });
    }

    const std::shared_ptr<VirtualTime> time_;
    const Script script_;
    std::unique_ptr<runtime::Alarm> alarm_;
    services::Dispatcher dispatcher_{*this, time_, std::make_shared<runtime::NoLog>()};
};

}  // namespace alysio::sandbox::testing
