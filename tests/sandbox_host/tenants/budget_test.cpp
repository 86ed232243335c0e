#include "sandbox_host/tenants/budget.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {
namespace {

using std::chrono::milliseconds;
using Tickets = std::vector<connection::Admission::Ticket>;

const Budget::Time start{std::chrono::hours{1}};
BudgetConfig limits(unsigned concurrent, unsigned per_second, unsigned burst) {
    return {concurrent, per_second, burst};
}

}  // namespace

TEST_CASE("no more requests run at once than the budget says") {
    Budget budget{limits(2, 100, 100)};
    const auto a = budget.enter(1), b = budget.enter(1), c = budget.enter(1);
    CHECK(budget.admit(start) == Tickets{a, b});
    CHECK(budget.admit(start).empty());
    CHECK_FALSE(budget.next(start).has_value());
    budget.leave(a);
    CHECK(budget.admit(start) == Tickets{c});
    CHECK(budget.running() == 2);
}

TEST_CASE("flows take turns, whatever the length of their queues") {
    Budget budget{limits(1, 100, 100)};
    const auto a1 = budget.enter(1), a2 = budget.enter(1), a3 = budget.enter(1);
    const auto b1 = budget.enter(2);
    const auto c1 = budget.enter(3);
    Tickets order;
    for (auto admitted = budget.admit(start); !admitted.empty(); admitted = budget.admit(start)) {
        order.push_back(admitted.at(0));
        budget.leave(admitted.at(0));
    }
    CHECK(order == Tickets{a1, b1, c1, a2, a3});
}

TEST_CASE("without a rate, only requests under way count") {
    Budget budget{limits(3, 0, 0)};
    for (int round = 0; round < 1000; ++round) {
        const auto a = budget.enter(1), b = budget.enter(1), c = budget.enter(1);
        REQUIRE(budget.admit(start) == Tickets{a, b, c});
        for (const auto ticket : {a, b, c}) budget.leave(ticket);
    }
    CHECK_FALSE(budget.next(start).has_value());
}

TEST_CASE("a server that throttles gets half as many requests at once, and more again round by round") {
    Budget budget{limits(8, 0, 0)};
    std::deque<connection::Admission::Ticket> running;
    const auto admit = [&](Budget::Time now) {
        for (int i = 0; i < 8; ++i) budget.enter(1);
        const auto admitted = budget.admit(now);
        running.insert(running.end(), admitted.begin(), admitted.end());
        return admitted.size();
    };
    const auto answer_all = [&] {
        for (; !running.empty(); running.pop_front()) budget.leave(running.front());
    };
    CHECK(admit(start) == 8);
    for (int i = 0; i < 8; ++i) budget.throttled(std::chrono::nanoseconds{0});  // all of one round say the same
    answer_all();
    for (const std::size_t expected : {4u, 5u, 6u, 7u, 8u, 8u}) {
        CHECK(admit(start) == expected);
        answer_all();
    }
    CHECK(admit(start) == 8);
    budget.throttled({});
    answer_all();
    CHECK(admit(start) == 4);
    budget.throttled({});
    answer_all();
    CHECK(admit(start) == 2);
}

TEST_CASE("a rest that the server asks for is kept, and one request goes on however often it throttles") {
    Budget budget{limits(4, 0, 0)};
    const auto first = budget.enter(1), second = budget.enter(1);
    CHECK(budget.admit(start).size() == 2);
    budget.throttled(std::chrono::seconds{2});
    budget.leave(first);
    budget.leave(second);
    budget.enter(1);
    CHECK(budget.admit(start).empty());
    CHECK(budget.next(start) == start + std::chrono::seconds{2});
    CHECK(budget.admit(start + milliseconds{1999}).empty());
    const auto third = budget.admit(start + std::chrono::seconds{2});
    REQUIRE(third.size() == 1);
    budget.throttled({});
    budget.leave(third[0]);
    budget.enter(1);
    CHECK(budget.admit(start + std::chrono::seconds{3}).size() == 1);
}

TEST_CASE("after a burst, requests start at the steady rate") {
    Budget budget{limits(100, 10, 3)};
    for (int i = 0; i < 6; ++i) budget.enter(1);
    CHECK(budget.admit(start).size() == 3);
    CHECK(budget.next(start) == start + milliseconds{100});
    CHECK(budget.admit(start + milliseconds{99}).empty());
    CHECK(budget.next(start + milliseconds{99}) == start + milliseconds{100});
    CHECK(budget.admit(start + milliseconds{100}).size() == 1);
    CHECK(budget.admit(start + milliseconds{350}).size() == 2);
}

TEST_CASE("waking up at the time that next() says always admits someone") {
    const auto per_second = GENERATE(1u, 3u, 7u, 19u, 997u);
    Budget budget{limits(1000, per_second, 1)};
    for (int i = 0; i < 50; ++i) budget.enter(1);
    auto now = start;
    for (int i = 0; i < 50; ++i) {
        REQUIRE(budget.admit(now).size() == 1);
        now = budget.next(now).value_or(now);
    }
    CHECK(budget.waiting() == 0);
}

TEST_CASE("a quiet while saves up no more than the burst") {
    Budget budget{limits(100, 10, 2)};
    budget.leave(budget.enter(1));
    CHECK(budget.admit(start).empty());
    for (int i = 0; i < 5; ++i) budget.enter(1);
    CHECK(budget.admit(start + std::chrono::hours{1}).size() == 2);
}

TEST_CASE("whoever gives up while waiting is passed over and costs nothing") {
    Budget budget{limits(1, 100, 100)};
    const auto a = budget.enter(1), b = budget.enter(2), c = budget.enter(3);
    CHECK(budget.admit(start) == Tickets{a});
    budget.leave(b);
    budget.leave(b);
    budget.leave(a);
    CHECK(budget.admit(start) == Tickets{c});
    CHECK(budget.running() == 1);
    CHECK(budget.waiting() == 0);
}

TEST_CASE("a clock that stands still or steps back gives nothing away") {
    Budget budget{limits(100, 10, 1)};
    for (int i = 0; i < 3; ++i) budget.enter(1);
    CHECK(budget.admit(start).size() == 1);
    CHECK(budget.admit(start - std::chrono::seconds{5}).empty());
    CHECK(budget.admit(start).empty());
    CHECK(budget.admit(start + milliseconds{100}).size() == 1);
}

}  // namespace alysio::sandbox::tenants
