// alysio-sandbox watch at a terminal.

#include "tests/sandbox_host/cli/watch/workshop.hpp"

#include <catch2/catch.hpp>

#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

using namespace alysio::sandbox::cli;

namespace {

// The program with a terminal of its own, and somebody at it.
class Terminal {
  public:
    Terminal(const Workshop& workshop, const std::vector<std::string>& arguments) {
        std::vector<char*> argv{const_cast<char*>(ALYSIO_SANDBOX)};
        for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
        argv.push_back(nullptr);
        std::vector<std::string> variables{"HOME=" + workshop.program.home().string(), "TERM=xterm",
                                           "PATH=/usr/bin:/bin", std::string("SF_TOKEN=") + Workshop::token};
        std::vector<char*> envp;
        for (auto& variable : variables) envp.push_back(variable.data());
        envp.push_back(nullptr);
        winsize size{};
        size.ws_col = 100;
        size.ws_row = 30;
        pid_ = forkpty(&master_, nullptr, nullptr, &size);
        REQUIRE(pid_ >= 0);
        if (pid_ != 0) return;
        execve(ALYSIO_SANDBOX, argv.data(), envp.data());
        _exit(127);
    }
    ~Terminal() {
        close(master_);
        if (pid_ < 0) return;
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void type(const std::string& keys) const {
        REQUIRE(write(master_, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
    }
    // Watches until this has been shown; gives all that was shown up to it and since the last.
    std::string until(const std::string& text) {
        while (shown_.find(text) == std::string::npos) {
            INFO(shown_);
            REQUIRE(read_more());
        }
        const auto end = shown_.find(text) + text.size();
        auto seen = shown_.substr(0, end);
        shown_.erase(0, end);
        return seen;
    }
    int wait() {
        while (read_more()) {
        }
        int status = 0;
        waitpid(std::exchange(pid_, -1), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    // Whether the terminal gathers lines and shows what is typed by itself.
    bool is_cooked() const {
        termios mode{};
        REQUIRE(tcgetattr(master_, &mode) == 0);
        return (mode.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO) && mode.c_cc[VINTR] == 3;
    }

  private:
    bool read_more() {
        std::array<char, 4096> buffer{};
        const auto size = read(master_, buffer.data(), buffer.size());
        if (size <= 0) return false;
        shown_.append(buffer.data(), static_cast<std::size_t>(size));
        return true;
    }

    int master_ = -1;
    pid_t pid_ = -1;
    std::string shown_;
};

const std::string redrawn = "\r\x1b[K";

}  // namespace

TEST_CASE("what is being typed stays whole below whatever is shown meanwhile") {
    const Workshop workshop;
    Terminal terminal(workshop, workshop.watch());
    terminal.until("h for help");
    terminal.until(redrawn + "> ");
    CHECK_FALSE(terminal.is_cooked());
    terminal.type("whi");
    terminal.until(redrawn + "> whi");
    workshop.save("reloadable_two");
    terminal.until(redrawn + "building > whi");
    terminal.until("save to ready");
    terminal.until(redrawn + "> whi");
    terminal.type("\t\r");
    terminal.until(redrawn + "> which \r\n");
    terminal.until("two");
    terminal.type("\x04");
    CHECK(terminal.wait() == 0);
}

TEST_CASE("at a terminal Ctrl-C wipes the line first and then quits, and the terminal is left as it was") {
    const Workshop workshop;
    Terminal terminal(workshop, workshop.watch());
    terminal.until("h for help");
    terminal.type("nonsense\x03which\r");
    terminal.until("> which\r\n");
    terminal.until("one");
    terminal.type("\x03");
    terminal.until("\x1b[?2004l");
    CHECK(terminal.wait() == 0);
    CHECK(terminal.is_cooked());
}
