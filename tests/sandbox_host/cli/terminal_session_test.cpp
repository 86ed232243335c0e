// Single commands at a terminal of 80 columns: what a newcomer sees.

#include "tests/sandbox_host/cli/program.hpp"

#include <catch2/catch.hpp>

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace alysio::sandbox::cli {
namespace {

using Variables = std::vector<std::string>;

// All that the program shows on a terminal of its own, without the terminal's carriage returns.
std::string shown(const Program& program, const std::vector<std::string>& arguments, Variables variables) {
    variables.push_back("HOME=" + program.home().string());
    variables.push_back("XDG_STATE_HOME=" + (program.home() / "state").string());
    std::vector<char*> argv{const_cast<char*>(ALYSIO_SANDBOX)}, envp;
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    for (auto& variable : variables) envp.push_back(variable.data());
    argv.push_back(nullptr);
    envp.push_back(nullptr);
    winsize size{};
    size.ws_col = 80;
    size.ws_row = 24;
    int terminal = -1;
    const pid_t pid = forkpty(&terminal, nullptr, nullptr, &size);
    REQUIRE(pid >= 0);
    if (pid == 0) {
        execve(ALYSIO_SANDBOX, argv.data(), envp.data());
        _exit(127);
    }
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t got; (got = read(terminal, buffer.data(), buffer.size())) > 0;) {
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    close(terminal);
    waitpid(pid, nullptr, 0);
    std::erase(text, '\r');
    return text;
}

// In characters, of which none here is a wide one.
std::size_t longest_line(const std::string& text) {
    std::size_t longest = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::erase_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; });
        longest = std::max(longest, line.size());
    }
    return longest;
}

const std::string deals = "SELECT Id, Name, StageName, Amount FROM Opportunity ORDER BY Amount DESC NULLS LAST LIMIT 3";

}  // namespace

TEST_CASE("without colour, on a dumb terminal and in tmux 3.3 no escape is shown, and every link is") {
    const Program program;
    const auto variables = GENERATE(values<Variables>({
        {"TERM=dumb"},
        {"TERM=xterm-kitty", "NO_COLOR=1"},
        {},
    }));
    const auto text = shown(program, {"query", deals}, variables);
    CAPTURE(text);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(std::count(text.begin(), text.end(), '\n') == 8);
    CHECK_THAT(text, Catch::Contains("/lightning/r/Opportunity/006Sb0000000003IAA/view\n"));
    CHECK(longest_line(text) <= 80);

    const auto in_tmux =
        shown(program, {"query", deals}, {"TERM=screen-256color", "TERM_PROGRAM=tmux", "TERM_PROGRAM_VERSION=3.3a"});
    CHECK(in_tmux.find("\x1b]8") == std::string::npos);
    CHECK_THAT(in_tmux, Catch::Contains("/lightning/r/Opportunity/006Sb0000000003IAA/view"));
}

TEST_CASE("a terminal that hides links behind names is sent them so") {
    const Program program;
    const auto text = shown(program, {"query", deals}, {"TERM=xterm-kitty"});
    CHECK_THAT(text, Catch::Contains("/lightning/r/Opportunity/006Sb0000000003IAA/view\x1b\\"));
    CHECK(std::count(text.begin(), text.end(), '\n') == 5);
}

TEST_CASE("all fields of a record are readable in a window of 80 columns") {
    const Program program;
    const auto text = shown(program, {"query", "SELECT FIELDS(ALL) FROM Account LIMIT 1"}, {"TERM=dumb"});
    CAPTURE(text);
    CHECK(text.rfind("-[ 1 ]---", 0) == 0);
    CHECK_THAT(text, Catch::Contains("Id                         001Sb0000000001IAA\n"));
    CHECK(longest_line(text) <= 80);
}

TEST_CASE("help fits a window of 80 columns") {
    const Program program;
    for (const auto& arguments : std::vector<std::vector<std::string>>{
             {"--help"}, {"call", "--help"}, {"query", "--help"}, {"mcp", "--help"}, {"call", "update", "--help"}}) {
        const auto text = shown(program, arguments, {"TERM=dumb"});
        CAPTURE(text);
        CHECK(text.size() > 200);
        if (arguments.back() == "--help" && arguments.size() < 3) CHECK(longest_line(text) <= 80);
    }
}

}  // namespace alysio::sandbox::cli
