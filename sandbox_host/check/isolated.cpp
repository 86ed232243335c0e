#include "sandbox_host/check/isolated.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <string>

namespace alysio::sandbox::check {

namespace {

// Shared with the process of the test, so that it can be read when that one is gone.
using Place = std::array<char, 512>;
Place* place = nullptr;

void share_place() {
    if (place == nullptr) {
        void* memory = mmap(nullptr, sizeof(Place), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED) return;
        place = static_cast<Place*>(memory);
    }
    place->fill('\0');
}

std::string while_doing() {
    if (place == nullptr || place->front() == '\0') return "";
    return " while " + std::string(place->data());
}

void write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = write(file, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) return;
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

// On the pipe: the verdict as one character, then the detail.
[[noreturn]] void be_the_child(const std::function<Finding()>& body, int result) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0);
    const rlimit no_core{0, 0};
    setrlimit(RLIMIT_CORE, &no_core);
    // Whoever runs the check may catch these for reports of its own.
    for (const int fatal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTERM, SIGINT, SIGHUP})
        std::signal(fatal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, nullptr);
    dup2(STDERR_FILENO, STDOUT_FILENO);
    dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
    Finding finding;
    try {
        finding = body();
    } catch (const std::exception& exception) {
        finding = Finding::fail("An exception left the plugin" + while_doing() + ": " + exception.what());
    } catch (...) {
        finding = Finding::fail("An exception left the plugin" + while_doing() + ".");
    }
    write_all(result, static_cast<char>('0' + static_cast<int>(finding.verdict)) + finding.detail);
    _exit(0);
}

struct Received {
    std::string bytes;
    bool in_time = true;
};

Received receive(int result, std::chrono::milliseconds limit, const std::function<bool()>& stopped) {
    Received received;
    const auto end = std::chrono::steady_clock::now() + limit;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        received.in_time = left > 0 && !stopped();
        if (!received.in_time) return received;
        pollfd wanted{result, POLLIN, 0};
        if (poll(&wanted, 1, static_cast<int>(std::min<long long>(left, 100))) <= 0) continue;
        std::array<char, 4096> buffer{};
        const auto count = read(result, buffer.data(), buffer.size());
        if (count == 0) return received;
        if (count > 0) received.bytes.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

Finding without_a_word(int status) {
    if (WIFSIGNALED(status)) {
        return {Verdict::crash, std::string(strsignal(WTERMSIG(status))) + while_doing() + "."};
    }
    return {Verdict::crash,
            "The process was ended with exit code " + std::to_string(WEXITSTATUS(status)) + while_doing() + "."};
}

}  // namespace

void now(std::string_view what) {
    if (place == nullptr) return;
    const auto size = std::min(what.size(), place->size() - 1);
    std::memcpy(place->data(), what.data(), size);
    (*place)[size] = '\0';
}

Finding run_isolated(const std::function<Finding()>& body, std::chrono::milliseconds limit,
                     const std::function<bool()>& stopped) {
    share_place();
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return Finding::fail("No pipe can be made for the test's process.");
    const pid_t child = fork();
    if (child == 0) be_the_child(body, ends[1]);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return Finding::fail("No process can be made for the test.");
    }
    const Received received = receive(ends[0], limit, stopped);
    close(ends[0]);
    kill(-child, SIGKILL);  // and whatever the plugin has started
    kill(child, SIGKILL);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (!received.in_time) {
        return {Verdict::timeout,
                "It was not done after " + std::to_string(limit.count() / 1000) + " s" + while_doing() + "."};
    }
    if (received.bytes.empty()) return without_a_word(status);
    return {static_cast<Verdict>(received.bytes.front() - '0'), received.bytes.substr(1)};
}

}  // namespace alysio::sandbox::check
