// The constructions that the four rules of task.hpp allow, each of which must destroy every object exactly once on this compiler.
// What the rules forbid is not run here: g++ 12 destroys it twice, or does not compile it.

#include <alysio/sdk/task.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using alysio::sdk::Task;

namespace {

/// Counts its live objects, and owns memory so that a second destruction shows under AddressSanitizer too.
struct Counted {
    static inline int live = 0;
    explicit Counted(std::string text) : text(std::make_unique<std::string>(std::move(text))) { ++live; }
    Counted(const Counted& other) : text(std::make_unique<std::string>(*other.text)) { ++live; }
    Counted(Counted&& other) noexcept : text(std::move(other.text)) { ++live; }
    Counted& operator=(Counted other) noexcept {
        std::swap(text, other.text);
        return *this;
    }
    ~Counted() { --live; }
    std::unique_ptr<std::string> text;
};

Task<std::string> take(Counted counted) {
    co_return *counted.text;
}
Task<Counted> make(std::string text) {
    co_return Counted(std::move(text));
}
Task<bool> yes() {
    co_return true;
}

template <class Coroutine>
void destroys_everything_once(Coroutine coroutine) {
    Counted::live = 0;
    Task<void> task = coroutine();
    task.start();
    CHECK(task.done());
    CHECK(Counted::live == 0);
}

}  // namespace

TEST_CASE("rule 1: a request with a constructor may be a temporary of an awaiting statement") {
    auto coroutine = []() -> Task<void> {
        const std::string text = co_await take(Counted("a"));
        CHECK(text == "a");
    };
    destroys_everything_once(coroutine);
}

TEST_CASE("rule 1: a named request is moved in") {
    auto coroutine = []() -> Task<void> {
        Counted request("b");
        const std::string text = co_await take(std::move(request));
        CHECK(text == "b");
    };
    destroys_everything_once(coroutine);
}

TEST_CASE("a task may be made in one statement and awaited in the next") {
    auto coroutine = []() -> Task<void> {
        Task<Counted> task = make("c");
        const Counted counted = co_await std::move(task);
        CHECK(*counted.text == "c");
    };
    destroys_everything_once(coroutine);
}

TEST_CASE("an awaited value may be the argument of a call, or stand on both sides of an operator") {
    auto coroutine = []() -> Task<void> {
        const std::string text = co_await take(co_await make("d")) + co_await take(Counted("e"));
        CHECK(text == "de");
    };
    destroys_everything_once(coroutine);
}

TEST_CASE("rule 4: conditions may await; the arms of an if may too") {
    auto coroutine = []() -> Task<void> {
        std::optional<Counted> counted;
        if (co_await yes()) {
            counted = co_await make("f");
        }
        CHECK(counted.has_value());
    };
    destroys_everything_once(coroutine);
}

TEST_CASE("standard containers are no aggregates: their temporaries are destroyed once") {
    auto coroutine = []() -> Task<void> {
        std::vector<Counted> all;
        for (int i = 0; i < 3; ++i) all.push_back(co_await make(std::to_string(i)));
        const std::pair<Counted, int> pair(co_await make("g"), 1);
        CHECK(all.size() == 3);
        CHECK(*pair.first.text == "g");
    };
    destroys_everything_once(coroutine);
}

TEST_CASE("a lambda coroutine with captures is fine while its closure is a named local") {
    auto coroutine = []() -> Task<void> {
        const Counted captured("h");
        auto inner = [captured]() -> Task<std::string> { co_return *captured.text; };
        const std::string text = co_await inner();
        CHECK(text == "h");
    };
    destroys_everything_once(coroutine);
}
