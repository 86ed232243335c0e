#include "sandbox_host/runtime/lane.hpp"

#include "sandbox_host/runtime/thread_pool.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <numeric>
#include <thread>
#include <vector>

namespace lane_test {

using namespace alysio::sandbox::runtime;

namespace {

struct Fixture {
    ThreadPool pool{2};
    std::shared_ptr<Lane> lane = std::make_shared<Lane>(pool);

    ~Fixture() { pool.stop(); }

    void settle() {
        const auto reached = std::make_shared<std::promise<void>>();
        lane->post([reached] { reached->set_value(); });
        reached->get_future().wait();
    }
};

}  // namespace

TEST_CASE("a lane runs tasks in the order they were posted") {
    Fixture fixture;
    std::vector<int> order;
    for (int i = 0; i < 10'000; ++i) fixture.lane->post([&order, i] { order.push_back(i); });
    fixture.settle();
    std::vector<int> expected(10'000);
    std::iota(expected.begin(), expected.end(), 0);
    REQUIRE(order == expected);
}

TEST_CASE("a lane never runs two tasks at once, whoever posts them") {
    Fixture fixture;
    std::atomic<int> inside{0};
    std::atomic<int> overlaps{0};
    int count = 0;  // unguarded on purpose: the lane is the guard
    std::vector<std::thread> posters;
    for (int poster = 0; poster < 4; ++poster) {
        posters.emplace_back([&] {
            for (int i = 0; i < 5'000; ++i) {
                fixture.lane->post([&] {
                    if (inside.fetch_add(1) != 0) ++overlaps;
                    ++count;
                    --inside;
                });
            }
        });
    }
    for (auto& poster : posters) poster.join();
    fixture.settle();
    REQUIRE(overlaps == 0);
    REQUIRE(count == 20'000);
}

TEST_CASE("a task posted by a task runs after what is queued already") {
    Fixture fixture;
    std::vector<std::string> order;
    fixture.lane->post([&] {
        fixture.lane->post([&] { order.push_back("second"); });
        fixture.lane->post([&] {
            fixture.lane->post([&] { order.push_back("fourth"); });
            order.push_back("third");
        });
        order.push_back("first");
    });
    for (int i = 0; i < 3; ++i) fixture.settle();
    REQUIRE(order == std::vector<std::string>{"first", "second", "third", "fourth"});
}

TEST_CASE("a lane knows whether it is the one that runs") {
    Fixture fixture;
    const auto other = std::make_shared<Lane>(fixture.pool);
    bool own = false;
    bool foreign = true;
    fixture.lane->post([&] {
        own = fixture.lane->is_current();
        foreign = other->is_current();
    });
    fixture.settle();
    REQUIRE(own);
    REQUIRE_FALSE(foreign);
    REQUIRE_FALSE(fixture.lane->is_current());
}

TEST_CASE("a busy lane does not keep the others from running") {
    Fixture fixture;
    const auto other = std::make_shared<Lane>(fixture.pool);
    std::promise<void> release;
    const auto released = release.get_future().share();
    fixture.lane->post([released] { released.wait(); });
    std::promise<void> ran;
    other->post([&ran] { ran.set_value(); });
    ran.get_future().wait();
    release.set_value();
    fixture.settle();
}

}  // namespace lane_test
