#include "sandbox_host/cli/interrupt.hpp"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string_view>

namespace alysio::sandbox::cli {
namespace {

// A terminal that goes away ends the program as well, unless it was started to outlive it (nohup).
bool heeds_hangup() {
    struct sigaction action {};
    return sigaction(SIGHUP, nullptr, &action) != 0 || action.sa_handler != SIG_IGN;
}

sigset_t interrupts() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    if (heeds_hangup()) sigaddset(&signals, SIGHUP);
    return signals;
}

[[noreturn]] void end_as_it_is() {
    constexpr std::string_view why =
        "alysio-sandbox: the plugin does not return from a call; the program ends without it\n";
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, why.data(), why.size());
    _exit(Interrupt::exit_code);
}

}  // namespace

Interrupt::Interrupt() {
    const auto signals = interrupts();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    thread_ = std::thread([this] { wait(); });
}

Interrupt::~Interrupt() {
    ending_ = true;
    poke();
    thread_.join();
}

void Interrupt::on_interrupt(std::function<void()> function) {
    const std::lock_guard lock{mutex_};
    if (happened_ && function) {
        function();
    } else {
        function_ = std::move(function);
    }
}

void Interrupt::end_within(std::chrono::milliseconds patience) {
    bring_forward(Clock::now() + patience);
    poked_ = true;
    poke();
}

void Interrupt::forget() {
    happened_ = false;
    last_moment_ = Clock::time_point::max();
}

void Interrupt::bring_forward(Clock::time_point moment) {
    auto last = last_moment_.load();
    while (moment < last && !last_moment_.compare_exchange_weak(last, moment)) {
    }
}

// Wakes the thread, by a signal that says nothing.
void Interrupt::poke() {
    pthread_kill(thread_.native_handle(), SIGINT);
}

void Interrupt::wait() {
    const auto signals = interrupts();
    while (true) {
        const auto last = last_moment_.load();
        int signal = 0;
        if (last == Clock::time_point::max()) {
            signal = sigwaitinfo(&signals, nullptr);
        } else {
            const auto left = std::max(last - Clock::now(), Clock::duration::zero());
            const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
            const timespec time{seconds.count(), std::chrono::nanoseconds(left - seconds).count()};
            signal = sigtimedwait(&signals, nullptr, &time);
            if (signal < 0 && errno == EAGAIN && last == last_moment_.load()) end_as_it_is();
        }
        if (ending_) return;
        if (signal < 0 || poked_.exchange(false)) continue;
        if (happened_.exchange(true)) _exit(exit_code);
        bring_forward(Clock::now() + patience);
        const std::lock_guard lock{mutex_};
        if (function_) function_();
    }
}

}  // namespace alysio::sandbox::cli
