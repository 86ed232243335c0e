#include "program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

extern char** environ;

namespace alysio::e2e {

namespace {

struct Pipe {
    Pipe() {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        read = ends[0];
        write = ends[1];
    }
    int read = -1;
    int write = -1;
};

void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
}

pid_t spawn(const std::vector<std::string>& command, const Environment& environment, int in, int out, int err) {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        variables[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
    }
    for (const auto& [name, value] : environment) variables[name] = value;

    std::vector<std::string> settings;
    for (const auto& [name, value] : variables) settings.push_back(name + "=" + value);
    std::vector<char*> envp;
    for (std::string& setting : settings) envp.push_back(setting.data());
    envp.push_back(nullptr);
    std::vector<std::string> words = command;
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, 0);
    posix_spawn_file_actions_adddup2(&actions, out, 1);
    if (err >= 0) posix_spawn_file_actions_adddup2(&actions, err, 2);
    pid_t child = -1;
    const int failed = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot run " + command[0]);
    return child;
}

/// Appends what is there; closes the end at end of file.
void drain(int& end, std::string& to) {
    char buffer[65536];
    const ssize_t size = read(end, buffer, sizeof buffer);
    if (size > 0) {
        to.append(buffer, static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
        close_end(end);
    }
}

}  // namespace

Finished run(const std::vector<std::string>& command, const Environment& environment, const std::string& input) {
    Pipe in;
    Pipe out;
    Pipe err;
    const pid_t child = spawn(command, environment, in.read, out.write, err.write);
    close_end(in.read);
    close_end(out.write);
    close_end(err.write);
    if (!input.empty() && write(in.write, input.data(), input.size()) < 0) throw std::runtime_error("no input taken");
    close_end(in.write);

    Finished finished;
    while (out.read >= 0 || err.read >= 0) {
        pollfd ends[2] = {{out.read, POLLIN, 0}, {err.read, POLLIN, 0}};
        if (poll(ends, 2, -1) < 0 && errno != EINTR) throw std::runtime_error("poll");
        if (ends[0].revents != 0) drain(out.read, finished.out);
        if (ends[1].revents != 0) drain(err.read, finished.err);
    }
    int status = 0;
    waitpid(child, &status, 0);
    finished.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return finished;
}

Background::Background(const std::vector<std::string>& command, const Environment& environment) {
    Pipe in;
    Pipe out;
    child_ = spawn(command, environment, in.read, out.write, -1);
    close_end(in.read);
    close_end(in.write);
    close_end(out.write);
    out_ = out.read;
}

Background::~Background() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
    close_end(out_);
}

std::string Background::line() {
    std::string text;
    char c = 0;
    while (read(out_, &c, 1) == 1 && c != '\n') text += c;
    return text;
}

TemporaryFolder::TemporaryFolder() {
    path_ = (std::filesystem::temp_directory_path() / "alysio-e2e-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder");
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace alysio::e2e
