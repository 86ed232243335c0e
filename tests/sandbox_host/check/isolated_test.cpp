#include "sandbox_host/check/isolated.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <csignal>
#include <stdexcept>

using namespace alysio::sandbox::check;
using std::chrono::milliseconds;

namespace {

Finding isolated(const std::function<Finding()>& body, milliseconds limit = milliseconds(60'000)) {
    return run_isolated(body, limit, [] { return false; });
}

}  // namespace

TEST_CASE("a finding comes back whole from its process, however long") {
    const std::string text(300'000, 'x');
    const auto finding = isolated([&] { return Finding::fail(text); });
    CHECK(finding.verdict == Verdict::fail);
    CHECK((finding.detail == text));
}

TEST_CASE("a process that dies is a crash, and says at what") {
    const auto finding = isolated([]() -> Finding {
        now("counting to three");
        raise(SIGKILL);
        return Finding::pass();
    });
    CHECK(finding.verdict == Verdict::crash);
    CHECK(finding.detail == "Killed while counting to three.");
}

TEST_CASE("a process that ends by itself is a crash, even with exit code 0") {
    const auto finding = isolated([]() -> Finding { _exit(0); });
    CHECK(finding.verdict == Verdict::crash);
    CHECK(finding.detail == "The process was ended with exit code 0.");
}

TEST_CASE("a process that goes on for ever is ended at its limit") {
    const auto finding = isolated(
        []() -> Finding {
            now("waiting");
            for (;;) pause();
        },
        milliseconds(300));
    CHECK(finding.verdict == Verdict::timeout);
    CHECK(finding.detail.find("while waiting") != std::string::npos);
}

TEST_CASE("an exception that leaves the plugin is a failure with its text") {
    const auto finding = isolated([]() -> Finding { throw std::runtime_error("out of luck"); });
    CHECK(finding.verdict == Verdict::fail);
    CHECK(finding.detail == "An exception left the plugin: out of luck");
}

TEST_CASE("what a process was doing is not told of the next one") {
    isolated([]() -> Finding {
        now("something else");
        return Finding::pass();
    });
    CHECK(isolated([]() -> Finding { _exit(3); }).detail == "The process was ended with exit code 3.");
}

TEST_CASE("a process is ended when it is not wanted any more") {
    bool asked = false;
    const auto finding = run_isolated(
        []() -> Finding {
            for (;;) pause();
        },
        milliseconds(60'000), [&] { return std::exchange(asked, true); });
    CHECK(finding.verdict == Verdict::timeout);
}
