#include "tests/bench/conversation.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace alysio::bench {

Conversation::Conversation(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    if (pipe2(to.data(), O_CLOEXEC) != 0 || pipe2(from.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    process_ = fork();
    if (process_ == 0) {
        dup2(to[0], STDIN_FILENO);
        dup2(from[1], STDOUT_FILENO);
        execvp(argv[0], argv.data());
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    in_ = to[1];
    out_ = from[0];
}

Conversation::~Conversation() {
    close(in_);
    close(out_);
    waitpid(process_, nullptr, 0);
}

void Conversation::say(std::string_view line) const {
    const std::string text = std::string(line) + "\n";
    if (write(in_, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        throw std::runtime_error("no listener");
}

std::string Conversation::hear() {
    std::size_t end = 0;
    while ((end = read_.find('\n')) == std::string::npos) {
        std::array<char, 65536> bytes{};
        const auto count = read(out_, bytes.data(), bytes.size());
        if (count <= 0) throw std::runtime_error("the program said nothing more");
        read_.append(bytes.data(), static_cast<std::size_t>(count));
    }
    std::string line = read_.substr(0, end);
    read_.erase(0, end + 1);
    return line;
}

void Conversation::exchange(const std::string& text, std::size_t lines) {
    std::thread speaker([&] {
        for (std::size_t sent = 0; sent < text.size();) {
            const auto count = write(in_, text.data() + sent, text.size() - sent);
            if (count <= 0) return;
            sent += static_cast<std::size_t>(count);
        }
    });
    std::vector<char> bytes(std::size_t{1} << 20);
    std::size_t heard = 0;
    while (heard < lines) {
        const auto count = read(out_, bytes.data(), bytes.size());
        if (count <= 0) break;
        heard += static_cast<std::size_t>(std::count(bytes.begin(), bytes.begin() + count, '\n'));
    }
    speaker.join();
    if (heard != lines) throw std::runtime_error("not every line was answered");
}

double Conversation::peak_memory() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("VmHWM:", 0) == 0) return std::stod(line.substr(6)) * 1'024 / 1e6;
    }
    return 0;
}

void Conversation::interrupt() const {
    kill(process_, SIGINT);
}

}  // namespace alysio::bench
