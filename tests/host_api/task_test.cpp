#include <alysio/sdk/task.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <stdexcept>
#include <string>

using alysio::sdk::live_frames;
using alysio::sdk::Task;

namespace {

Task<int> number(int value) {
    co_return value;
}

Task<int> sum(int count) {
    int total = 0;
    for (int i = 0; i < count; ++i) total += co_await number(i);
    co_return total;
}

Task<int> deep(int levels) {
    if (levels == 0) co_return 0;
    const int below = co_await deep(levels - 1);
    co_return below + 1;
}

Task<std::string> failing() {
    throw std::runtime_error("no luck");
    co_return "unreachable";
}

/// Runs a task that never suspends, and gives its value.
template <class T>
T value_of(Task<T> task) {
    std::unique_ptr<T> out;
    auto keep = [](Task<T> inner, std::unique_ptr<T>& to) -> Task<void> {
        T value = co_await std::move(inner);
        to = std::make_unique<T>(std::move(value));
    };
    Task<void> root = keep(std::move(task), out);
    root.start();
    REQUIRE(root.done());
    return std::move(*out);
}

}  // namespace

TEST_CASE("a task does nothing until it is awaited") {
    bool ran = false;
    auto mark = [](bool& flag) -> Task<int> {
        flag = true;
        co_return 1;
    };
    Task<int> task = mark(ran);
    CHECK_FALSE(ran);
    const int value = value_of(std::move(task));
    CHECK(value == 1);
    CHECK(ran);
}

TEST_CASE("a task gives its value to whoever awaits it") {
    CHECK(value_of(sum(5)) == 10);
}

TEST_CASE("an exception of a task is thrown where it is awaited") {
    auto catching = []() -> Task<std::string> {
        std::string text;
        try {
            text = co_await failing();
        } catch (const std::runtime_error& error) {
            text = error.what();
        }
        co_return text;
    };
    CHECK(value_of(catching()) == "no luck");
}

TEST_CASE("a chain of tasks thousands of levels deep returns") {
    CHECK(value_of(deep(5'000)) == 5'000);
}

TEST_CASE("every frame is counted and given back") {
    const int64_t before = live_frames();
    {
        Task<int> never_run = number(1);
        CHECK(live_frames() == before + 1);
    }
    value_of(sum(100));
    CHECK(live_frames() == before);
}
