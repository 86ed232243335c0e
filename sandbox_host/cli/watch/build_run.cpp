#include "sandbox_host/cli/watch/build_run.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {
namespace {

constexpr std::chrono::seconds patience{2};

std::vector<std::string> environment(bool colors) {
    std::vector<std::string> variables;
    for (char** variable = environ; *variable != nullptr; ++variable) variables.emplace_back(*variable);
    // Ninja and many compilers keep their colours in a pipe by this.
    if (colors) variables.emplace_back("CLICOLOR_FORCE=1");
    return variables;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    for (auto& text : texts) result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

// Neither this program's signals nor its terminal are the build's.
pid_t spawn(const std::string& command, int output, bool colors, int& error) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

    std::vector<std::string> words{"sh", "-c", command};
    auto variables = environment(colors);
    pid_t child = -1;
    error = posix_spawn(&child, "/bin/sh", &files, &attributes, pointers(words).data(), pointers(variables).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return error == 0 ? child : -1;
}

bool is_readable(int file) {
    pollfd wait{file, POLLIN, 0};
    return poll(&wait, 1, 0) > 0;
}

}  // namespace

base::Result<std::unique_ptr<BuildRun>> BuildRun::start(const std::string& command, bool colors) {
    std::array<int, 2> ends{-1, -1};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        return base::Error{std::string("no pipe for the build: ") + std::strerror(errno)};
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    int error = 0;
    const pid_t child = spawn(command, ends[1], colors, error);
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return base::Error{std::string("the build cannot be started: ") + std::strerror(error)};
    }
    // The C library of Debian 12 declares its own wrapper for C alone.
    const int process = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    return std::unique_ptr<BuildRun>(new BuildRun(child, ends[0], process));
}

BuildRun::~BuildRun() {
    if (!exit_code_) {
        kill();
        siginfo_t info{};
        waitid(P_PID, static_cast<id_t>(group_), &info, WEXITED);
    }
    close(output_);
    close(process_);
}

void BuildRun::read() {
    drain();
    if (exit_code_ || !is_readable(process_)) return;
    // What it left behind ends with it, while its number is still its own.
    if (cancelled_) kill();
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(group_), &info, WEXITED) != 0) return;
    patience_ends_.reset();
    exit_code_ = info.si_code == CLD_EXITED ? info.si_status : 128 + info.si_status;
    // Not until the pipe is closed: a server that the build started may hold it open for ever.
    drain();
}

void BuildRun::drain() {
    std::array<char, 16384> buffer{};
    while (!closed_) {
        const auto size = ::read(output_, buffer.data(), buffer.size());
        if (size < 0) return;
        closed_ = size == 0;
        said_.append(buffer.data(), static_cast<std::size_t>(size));
        if (said_.size() <= 2 * output_limit) continue;
        said_.erase(0, said_.size() - output_limit);
        cut_ = true;
    }
}

void BuildRun::cancel(Time now) {
    if (exit_code_ || cancelled_) return;
    cancelled_ = true;
    patience_ends_ = now + patience;
    ::kill(-group_, SIGTERM);
}

void BuildRun::kill() {
    patience_ends_.reset();
    ::kill(-group_, SIGKILL);
}

}  // namespace alysio::sandbox::cli
