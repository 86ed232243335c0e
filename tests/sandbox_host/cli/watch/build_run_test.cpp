#include "sandbox_host/cli/watch/build_run.hpp"

#include "tests/sandbox_host/cli/watch/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <poll.h>

#include <array>
#include <cerrno>
#include <csignal>

using alysio::sandbox::cli::BuildRun;
using alysio::sandbox::testing::TemporaryFolder;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<BuildRun> started(const std::string& command, bool colors = false) {
    auto run = BuildRun::start(command, colors);
    REQUIRE(run);
    return std::move(*run);
}

void wait_for_news(BuildRun& run) {
    std::array<pollfd, 2> files{{{run.output_file(), POLLIN, 0}, {run.process_file(), POLLIN, 0}}};
    REQUIRE(poll(files.data(), files.size(), -1) > 0);
    run.read();
}

void wait_for_end(BuildRun& run) {
    while (!run.exit_code()) wait_for_news(run);
}

void wait_for_output(BuildRun& run, const std::string& text) {
    while (run.output().find(text) == std::string::npos) wait_for_news(run);
}

}  // namespace

TEST_CASE("a build command is a line of shell whose output and exit code are known") {
    const auto run = started("echo one; echo two >&2; exit 3");
    wait_for_end(*run);
    CHECK(run->exit_code() == 3);
    CHECK(run->output() == "one\ntwo\n");
    CHECK_FALSE(run->cancelled());
}

TEST_CASE("a build reads nothing from this program's terminal") {
    const auto run = started("cat; echo done");
    wait_for_end(*run);
    CHECK(run->output() == "done\n");
}

TEST_CASE("a build that a signal ended says so in its exit code") {
    const auto run = started("kill -11 $$");
    wait_for_end(*run);
    CHECK(run->exit_code() == 128 + 11);
}

TEST_CASE("signals that this program blocks or ignores are at their defaults in a build") {
    sigset_t interrupts;
    sigset_t before;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGTERM);
    sigprocmask(SIG_BLOCK, &interrupts, &before);
    const auto old = signal(SIGPIPE, SIG_IGN);
    const auto number = GENERATE(SIGTERM, SIGPIPE);
    const auto run = started("kill -" + std::to_string(number) + " $$; echo survived");
    wait_for_end(*run);
    signal(SIGPIPE, old);
    sigprocmask(SIG_SETMASK, &before, nullptr);
    CHECK(run->exit_code() == 128 + number);
}

TEST_CASE("cancelling a build ends the processes that it has started too") {
    const auto run = started("(trap '' TERM; sleep 1000) & echo ready; wait");
    wait_for_output(*run, "ready");
    run->cancel({});
    wait_for_end(*run);
    CHECK(run->cancelled());
    CHECK(run->exit_code() == 128 + SIGTERM);
    // The last that could write into the pipe is gone.
    while (run->output_file() >= 0) wait_for_news(*run);
}

TEST_CASE("a build that does not care is killed once the patience with it ends") {
    const auto run = started("trap '' TERM; echo ready; while :; do sleep 1000; done");
    wait_for_output(*run, "ready");
    run->cancel(BuildRun::Time{} + 1h);
    REQUIRE(run->patience_ends() > BuildRun::Time{} + 1h);
    run->kill();
    wait_for_end(*run);
    CHECK(run->exit_code() == 128 + SIGKILL);
    CHECK_FALSE(run->patience_ends());
}

TEST_CASE("a build is over when its command is, though a server it has started holds its output open") {
    const TemporaryFolder folder;
    REQUIRE(system(("mkfifo " + (folder / "hold").string()).c_str()) == 0);
    const auto run = started("cat <'" + (folder / "hold").string() + "' & echo built");
    wait_for_end(*run);
    CHECK(run->exit_code() == 0);
    CHECK(run->output() == "built\n");
    CHECK(run->output_file() >= 0);
    std::ofstream(folder / "hold") << "";
}

TEST_CASE("of a build that talks without end the last is kept") {
    const auto run = started("i=0; while [ $i -lt 3000 ]; do printf '%01000d\\n' $i; i=$((i+1)); done");
    wait_for_end(*run);
    CHECK(run->cut());
    CHECK(run->output().size() <= 2 * BuildRun::output_limit);
    CHECK(run->output().substr(run->output().size() - 5) == "2999\n");
}

TEST_CASE("tools are told to keep their colours where somebody sees them") {
    const auto run = started("echo \"[$CLICOLOR_FORCE]\"", GENERATE(true, false));
    wait_for_end(*run);
    const bool told = run->output() == "[1]\n";
    CHECK((told || run->output() == "[]\n"));
}
