#include "probe.hpp"

#include <alysio/sdk/semaphore.hpp>

#include <catch2/catch.hpp>

using namespace alysio;
using alysio::tests::ProbeHost;
using sdk::Call;
using sdk::Reply;
using sdk::Semaphore;
using sdk::Task;

TEST_CASE("permits are handed out first come, first served, and never more than there are") {
    Semaphore permits(2);
    int holding = 0;
    int most = 0;
    std::string order;
    auto worker = [&](Call& call) -> Task<Reply> {
        const Semaphore::Permit permit = co_await permits.acquire(call);
        order += call.principal();
        most = std::max(most, ++holding);
        co_await call.sleep(1'000);
        --holding;
        co_return Reply::success("{}");
    };
    ProbeHost host(worker);
    for (const char* name : {"a", "b", "c", "d", "e"}) {
        testing::CallOptions options;
        options.principal = name;
        host.probe(options);
    }
    host.run();
    CHECK(order == "abcde");
    CHECK(most == 2);
    CHECK(permits.idle(2));
}

TEST_CASE("a call that is stopped while it queues leaves the queue without a permit") {
    Semaphore permits(1);
    auto worker = [&](Call& call) -> Task<Reply> {
        const Semaphore::Permit permit = co_await permits.acquire(call);
        if (!permit) co_return Reply::error("stopped");
        co_await call.sleep(1'000);
        co_return Reply::success("done");
    };
    ProbeHost host(worker);
    const auto& first = host.probe();
    const auto& second = host.probe();
    const auto& third = host.probe();
    host.cancel(second.id, ALYSIO_CANCEL_USER);
    CHECK(second.result == "stopped");
    host.run();
    CHECK(first.result == "done");
    CHECK(third.result == "done");
    CHECK(permits.idle(1));
}

TEST_CASE("an instance that dies gives its permits back, granted and waiting alike") {
    Semaphore permits(1);
    {
        auto worker = [&](Call& call) -> Task<Reply> {
            const Semaphore::Permit permit = co_await permits.acquire(call);
            co_await call.sleep(1'000);
            co_return Reply::success("{}");
        };
        ProbeHost host(worker);
        for (int i = 0; i < 4; ++i) host.probe();
        host.destroy();
    }
    CHECK(permits.idle(1));
}

TEST_CASE("who does not want to queue takes what is free, and never what others wait for") {
    Semaphore permits(1);
    auto worker = [&](Call& call) -> Task<Reply> {
        const Semaphore::Permit permit = co_await permits.acquire(call);
        co_await call.sleep(1'000);
        co_return Reply::success("{}");
    };
    {
        const Semaphore::Permit free = permits.try_acquire();
        CHECK(free);
        CHECK_FALSE(permits.try_acquire());
    }
    ProbeHost host(worker);
    host.probe();
    host.probe();
    CHECK_FALSE(permits.try_acquire());
    host.run();
    CHECK(permits.try_acquire());
}
