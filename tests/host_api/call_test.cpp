#include "probe.hpp"

#include <catch2/catch.hpp>

using namespace alysio;
using alysio::tests::ProbeHost;
using sdk::Call;
using sdk::Reply;
using sdk::Task;

namespace {

std::string yes_no(bool value) {
    return value ? "yes" : "no";
}

Task<Reply> sleeps_a_second(Call& call) {
    const bool slept = co_await call.sleep(1'000'000'000);
    co_return Reply::success(yes_no(slept));
}

}  // namespace

TEST_CASE("a sleep ends when the host's clock says so, and not before") {
    ProbeHost host(sleeps_a_second);
    const auto& call = host.probe();
    host.advance(999'999'999);
    CHECK_FALSE(call.finished);
    host.advance(1);
    CHECK(call.result == "yes");
}

TEST_CASE("a cancelled call wakes from its sleep at once") {
    ProbeHost host(sleeps_a_second);
    const auto& call = host.probe();
    host.cancel(call.id, ALYSIO_CANCEL_USER);
    CHECK(call.result == "no");
    CHECK(host.open_timers() == 0);
}

TEST_CASE("a call that was stopped does not fall asleep again") {
    auto stubborn = [](Call& call) -> Task<Reply> {
        while (co_await call.sleep(1'000)) {
        }
        const bool again = co_await call.sleep(1'000);
        co_return Reply::success(yes_no(again) + std::to_string(call.stopped()));
    };
    ProbeHost host(stubborn);
    const auto& call = host.probe();
    host.advance(10'000);
    CHECK_FALSE(call.finished);
    host.cancel(call.id, ALYSIO_CANCEL_SHUTDOWN);
    CHECK(call.result == "no3");
}

TEST_CASE("the host's deadline stops the call") {
    ProbeHost host(sleeps_a_second);
    testing::CallOptions options;
    options.deadline_ns = 500'000'000;
    const auto& call = host.probe(options);
    host.run();
    CHECK(call.result == "no");
    CHECK(host.now_ns == testing::TestHost::clock_start_ns + 500'000'000);
}

TEST_CASE("yield lets the lane's other calls go first") {
    std::string order;
    auto polite = [&](Call& call) -> Task<Reply> {
        for (int i = 0; i < 2; ++i) {
            order += call.principal();
            co_await call.yield();
        }
        co_return Reply::success("{}");
    };
    ProbeHost host(polite);
    testing::CallOptions a;
    a.principal = "a";
    testing::CallOptions b;
    b.principal = "b";
    host.probe(a);
    host.probe(b);
    host.run();
    CHECK(order == "abab");
}

TEST_CASE("a timer that cannot be started is no sleep at all, and nothing hangs") {
    ProbeHost host(sleeps_a_second);
    host.fail_at(0);
    const auto& call = host.probe();
    CHECK(call.result == "no");
    CHECK(host.misuse.empty());
}

TEST_CASE("cancelling a call that the plugin does not know does nothing") {
    ProbeHost host(sleeps_a_second);
    const auto& call = host.probe();
    tests::probe_table.cancel(nullptr, call.id, ALYSIO_CANCEL_USER, 0);
    host.cancel(call.id + 1'000, ALYSIO_CANCEL_USER);
    host.run();
    CHECK(call.result == "yes");
}

TEST_CASE("progress reaches the caller in order") {
    auto counting = [](Call& call) -> Task<Reply> {
        for (uint64_t i = 1; i <= 3; ++i) call.progress(i, 3);
        co_return Reply::success("{}");
    };
    ProbeHost host(counting);
    const auto& call = host.probe();
    CHECK(call.progress == std::vector<std::pair<uint64_t, uint64_t>>{{1, 3}, {2, 3}, {3, 3}});
}

TEST_CASE("a call tells what the host will let through and which trace it belongs to") {
    ProbeHost host([](Call& call) -> Task<Reply> {
        co_return Reply::success(std::string(call.trace_context()) + " " + std::to_string(call.grants()));
    });
    testing::CallOptions options;
    options.trace_context = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    options.grants = ALYSIO_GRANT_READ;
    CHECK(host.probe(options).result == options.trace_context + " 1");
}

TEST_CASE("values stand beside a log message, each of its kind") {
    ProbeHost host([](Call& call) -> Task<Reply> {
        const std::string object = "Account";
        call.log(ALYSIO_LOG_INFO, "cache.hit", "known",
                 {{"object", object}, {"age", 12}, {"share", 0.5}, sdk::LogField("name", "Ada").sensitive()});
        co_return Reply::success("{}");
    });
    host.probe();
    REQUIRE(host.log_fields.size() == 1);
    const auto& fields = host.log_fields[0];
    CHECK(fields == std::vector<std::string>{"object=Account", "age=12", "share=0.500000", "name=Ada (sensitive)"});
}
