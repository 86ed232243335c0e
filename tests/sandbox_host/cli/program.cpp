#include "tests/sandbox_host/cli/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

struct Pipe {
    Pipe() {
        if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    }
    std::array<int, 2> ends;
};

struct Child {
    pid_t pid;
    int in;
    int out;
    int err;
};

Child start(const Program& program, const std::vector<std::string>& arguments, const char* output = nullptr) {
    std::vector<std::string> variables{"HOME=" + program.home().string(),
                                       "XDG_STATE_HOME=" + (program.home() / "state").string(), "PATH=/usr/bin:/bin"};
    for (const auto& [name, value] : program.environment) variables.push_back(name + "=" + value);
    std::vector<char*> argv{const_cast<char*>(ALYSIO_SANDBOX)};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::vector<char*> envp;
    for (auto& variable : variables) envp.push_back(variable.data());
    envp.push_back(nullptr);

    Pipe in, out, err;
    const pid_t pid = fork();
    if (pid == 0) {
        dup2(in.ends[0], STDIN_FILENO);
        dup2(output == nullptr ? out.ends[1] : open(output, O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
        dup2(err.ends[1], STDERR_FILENO);
        execve(ALYSIO_SANDBOX, argv.data(), envp.data());
        _exit(127);
    }
    close(in.ends[0]);
    close(out.ends[1]);
    close(err.ends[1]);
    if (pid < 0) throw std::runtime_error("no process");
    return {pid, in.ends[1], out.ends[0], err.ends[0]};
}

// Both to their ends, whichever is filled first.
void drain(int out, int err, Outcome& outcome) {
    std::array<pollfd, 2> ends{{{out, POLLIN, 0}, {err, POLLIN, 0}}};
    std::array<char, 65536> buffer;
    while (ends[0].fd >= 0 || ends[1].fd >= 0) {
        if (poll(ends.data(), ends.size(), -1) < 0) break;
        for (std::size_t i = 0; i < 2; ++i) {
            if (ends[i].fd < 0 || ends[i].revents == 0) continue;
            const auto size = read(ends[i].fd, buffer.data(), buffer.size());
            if (size > 0) {
                (i == 0 ? outcome.out : outcome.err).append(buffer.data(), static_cast<std::size_t>(size));
            } else {
                close(std::exchange(ends[i].fd, -1));
            }
        }
    }
}

int exit_code_of(pid_t pid) {
    int status = 0;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Program::Program() {
    auto pattern = (std::filesystem::temp_directory_path() / "alysio-cli-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    home_ = pattern;
}

Program::~Program() {
    std::error_code ignored;
    std::filesystem::remove_all(home_, ignored);
}

std::filesystem::path Program::write(const std::string& name, const std::string& content) const {
    std::ofstream{home_ / name} << content;
    return home_ / name;
}

namespace {

Outcome outcome_of(const Child& child) {
    Outcome outcome;
    drain(child.out, child.err, outcome);
    outcome.exit_code = exit_code_of(child.pid);
    return outcome;
}

}  // namespace

Outcome Program::run(const std::vector<std::string>& arguments, const std::string& input) const {
    const auto child = start(*this, arguments);
    // Inputs of tests fit into the pipe's own buffer, so that this does not wait.
    if (::write(child.in, input.data(), input.size()) < 0) throw std::runtime_error("the program takes no input");
    close(child.in);
    return outcome_of(child);
}

Outcome Program::run_into(const char* file, const std::vector<std::string>& arguments) const {
    const auto child = start(*this, arguments, file);
    close(child.in);
    return outcome_of(child);
}

Running::Running(const Program& program, const std::vector<std::string>& arguments, Stdin input) {
    const auto child = start(program, arguments);
    pid_ = child.pid;
    in_ = child.in;
    out_ = child.out;
    err_ = child.err;
    if (input == Stdin::ended) end_input();
}

Running::~Running() {
    if (pid_ < 0) return;
    kill(pid_, SIGKILL);
    wait();
}

std::string Running::read_line() {
    std::string line;
    for (char c = 0; read(out_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
}

void Running::write_line(const std::string& line) const {
    const auto text = line + '\n';
    if (::write(in_, text.data(), text.size()) < 0) throw std::runtime_error("the program takes no input");
}

void Running::end_input() {
    if (in_ >= 0) close(std::exchange(in_, -1));
}

void Running::signal(int number) const {
    kill(pid_, number);
}

bool Running::has_ended() const {
    siginfo_t info{};
    return waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid_;
}

void Running::stop_reading() {
    close(std::exchange(out_, -1));
}

Outcome Running::wait() {
    end_input();
    Outcome outcome;
    drain(out_, err_, outcome);
    outcome.exit_code = exit_code_of(std::exchange(pid_, -1));
    return outcome;
}

}  // namespace alysio::sandbox::cli
