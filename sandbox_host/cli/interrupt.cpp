#include "sandbox_host/cli/interrupt.hpp"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

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

}  // namespace

Interrupt::Interrupt() {
    const auto signals = interrupts();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    thread_ = std::thread([this] { wait(); });
}

Interrupt::~Interrupt() {
    ending_ = true;
    pthread_kill(thread_.native_handle(), SIGINT);
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

void Interrupt::wait() {
    const auto signals = interrupts();
    while (true) {
        int signal = 0;
        if (sigwait(&signals, &signal) != 0 || ending_) return;
        if (happened_.exchange(true)) _exit(exit_code);
        const std::lock_guard lock{mutex_};
        if (function_) function_();
    }
}

}  // namespace alysio::sandbox::cli
