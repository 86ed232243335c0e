#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <atomic>
#include <fstream>
#include <future>

namespace http_flow_test {

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;

namespace {

constexpr std::uint64_t ms = 1'000'000;

std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    unsigned state = 1;
    for (auto& c : text) {
        state = state * 1664525u + 1013904223u;
        c = static_cast<char>('a' + (state >> 24) % 26);
    }
    return text;
}

std::size_t resident_bytes() {
    std::ifstream statm("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    statm >> total >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("never more than the window is delivered and not yet consumed, and all of it arrives") {
    const auto window = GENERATE(std::uint64_t{1}, std::uint64_t{7}, std::uint64_t{1000}, std::uint64_t{70'000});
    const bool packed = GENERATE(false, true);
    const bool later = GENERATE(false, true);
    const auto body = pattern(window < 100 ? 3'000 : 600'000);
    RawServer server(
        RawServer::always(packed ? answer(200, gzip(body), "Content-Encoding: gzip\r\n") : answer(200, body)));
    HttpWorld world(server.origin());
    Ask ask;
    ask.window = window;
    std::string got;
    std::uint64_t unconsumed = 0;
    std::uint64_t most = 0;
    Seen end;
    world.call([&](alysio_call call) {
        const auto on_chunk = [&, call](alysio_request request, std::string_view chunk) {
            got += chunk;
            unconsumed += chunk.size();
            most = std::max(most, unconsumed);
            const auto consume = [&, request, size = chunk.size()] {
                unconsumed -= size;
                world.consume(request, size);
            };
            later ? static_cast<void>(world.plugin.post(call, consume)) : consume();
        };
        world.start(
            call, ask,
            [&, call](const Seen& seen) {
                end = seen;
                world.plugin.finish(call);
            },
            on_chunk);
    });
    REQUIRE(end.status == ALYSIO_OK);
    REQUIRE(got == body);
    REQUIRE(most <= window);
}

TEST_CASE("more credit than was delivered is refused, and changes nothing") {
    RawServer server(RawServer::always(answer(200, pattern(3'000))));
    HttpWorld world(server.origin());
    Ask ask;
    ask.window = 1'000;
    std::vector<alysio_status> statuses;
    std::size_t total = 0;
    world.call([&](alysio_call call) {
        world.start(
            call, ask, [&, call](const Seen&) { world.plugin.finish(call); },
            [&](alysio_request request, std::string_view chunk) {
                total += chunk.size();
                statuses.push_back(world.consume(request, chunk.size() + 1));
                world.consume(request, chunk.size());
            });
    });
    REQUIRE(total == 3'000);
    REQUIRE_FALSE(statuses.empty());
    REQUIRE(statuses == std::vector<alysio_status>(statuses.size(), ALYSIO_E_INVALID_ARGUMENT));
}

TEST_CASE("a plugin that does not consume holds the server back") {
    std::atomic<std::size_t> written{0};
    RawServer server([&written](Peer& peer) {
        peer.read_request();
        const std::string block(64 * 1024, 'x');
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
        while (written < 1'000'000'000 && peer.write(block)) written += block.size();
    });
    HttpWorld world(server.origin());
    Ask ask;
    ask.window = 64 * 1024;
    world.call([&](alysio_call call) {
        const auto enough_time_for_all_of_it = 300 * ms;
        world.plugin.post(
            call, [&, call] { world.plugin.finish(call); }, enough_time_for_all_of_it);
        world.start(
            call, ask, [](const Seen&) {}, [](alysio_request, std::string_view) {});
    });
    REQUIRE(written > 0);
    REQUIRE(written < 16'000'000);  // the kernel's buffers of both sides, mostly
}

TEST_CASE("time spent waiting for credit does not count towards the time limit") {
    RawServer server(RawServer::always(answer(200, pattern(3'000'000))));
    HttpWorld world(server.origin());
    Ask ask;
    ask.window = 64 * 1024;
    ask.timeout_ns = 200 * ms;
    std::size_t total = 0;
    bool waited = false;
    Seen end;
    world.call([&](alysio_call call) {
        world.start(
            call, ask,
            [&, call](const Seen& seen) {
                end = seen;
                world.plugin.finish(call);
            },
            [&, call](alysio_request request, std::string_view chunk) {
                total += chunk.size();
                const auto consume = [&, request, size = chunk.size()] { world.consume(request, size); };
                if (waited || total < 1'000'000) return consume();
                waited = true;  // the network is held back long before this is over
                world.plugin.post(call, consume, 400 * ms);
            });
    });
    REQUIRE(waited);
    REQUIRE(end.status == ALYSIO_OK);
    REQUIRE(total == 3'000'000);
}

TEST_CASE("gzip is inflated, in one member or several") {
    const auto text = pattern(100'000);
    const auto packed = GENERATE_COPY(gzip(text), gzip(text.substr(0, 60'000)) + gzip(text.substr(60'000)));
    const auto encoding = GENERATE(std::string("gzip"), std::string("x-gzip"), std::string("GZIP"));
    RawServer server(RawServer::always(answer(200, packed, "Content-Encoding: " + encoding + "\r\n")));
    HttpWorld world(server.origin());
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.body == text);
    REQUIRE(seen.header("content-encoding") == "(none)");
}

TEST_CASE("compression that does not hold is a broken answer") {
    const auto text = pattern(50'000);
    auto damaged = gzip(text);
    damaged[damaged.size() / 2] = static_cast<char>(~damaged[damaged.size() / 2]);
    auto wrong_sum = gzip(text);
    wrong_sum[wrong_sum.size() - 6] = static_cast<char>(~wrong_sum[wrong_sum.size() - 6]);
    const std::vector<std::string> bodies = {damaged, wrong_sum, gzip(text).substr(0, 20'000), "no gzip"};
    const auto& body = bodies[GENERATE(0u, 1u, 2u, 3u)];
    RawServer server(RawServer::always(answer(200, body, "Content-Encoding: gzip\r\n")));
    HttpWorld world(server.origin());
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_E_BROKEN);
    REQUIRE(seen.sent == ALYSIO_HTTP_ANSWERED);
}

TEST_CASE("an empty body that claims to be gzip is empty") {
    RawServer server(RawServer::always(answer(200, "", "Content-Encoding: gzip\r\n")));
    HttpWorld world(server.origin());
    const auto seen = world.ask({});
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.body.empty());
}

TEST_CASE("a gzip bomb takes no more memory than any other body, however slowly it is read") {
    constexpr std::size_t member = 20'000'000;
    constexpr std::size_t members = 10;
    std::string bomb;
    const auto one = gzip(std::string(member, '\0'));
    for (std::size_t i = 0; i < members; ++i) bomb += one;
    RawServer server(RawServer::always(answer(200, bomb, "Content-Encoding: gzip\r\n")));
    HttpWorld world(server.origin());
    REQUIRE(world.ask({ALYSIO_HTTP_GET, "/warm-up", {}, {}, 64 * 1024}).status == ALYSIO_OK);

    const auto before = resident_bytes();
    std::size_t most = before;
    std::size_t total = 0;
    Ask ask;
    ask.window = 64 * 1024;
    world.call([&](alysio_call call) {
        world.start(
            call, ask, [&, call](const Seen&) { world.plugin.finish(call); },
            [&](alysio_request request, std::string_view chunk) {
                total += chunk.size();
                if (total % 1'000'000 < chunk.size()) most = std::max(most, resident_bytes());
                world.consume(request, chunk.size());
            });
    });
    REQUIRE(total == member * members);
#ifndef ALYSIO_SANITIZED
    REQUIRE(most - before < 4'000'000);
#endif
}

TEST_CASE("the connection's filter sees the decoded body in order, and what it makes is what the plugin gets") {
    const auto text = pattern(200'000);
    RawServer server(RawServer::always(answer(200, gzip(text), "Content-Encoding: gzip\r\n")));
    HttpWorld world(server.origin());
    world.road->filter = [](std::string_view chunk, std::string& out) {
        for (const char c : chunk) {
            if (c != 'a') out.append(2, c);
        }
    };
    std::string expected;
    world.road->filter(text, expected);
    Ask ask;
    ask.window = GENERATE(std::uint64_t{100}, std::uint64_t{0});
    const auto seen = world.ask(ask);
    REQUIRE(seen.status == ALYSIO_OK);
    REQUIRE(seen.body == expected);
    REQUIRE((ask.window == 0 || seen.most_unconsumed <= ask.window));
}

TEST_CASE("two long bodies share the lane: neither waits for the end of the other") {
    // The first chunk waits until both servers are at it.
    std::atomic<int> begun = 0;
    std::promise<void> both;
    RawServer server([&](Peer& peer) {
        peer.read_request();
        const auto whole = answer(200, std::string(8'000'000, 'x'));
        peer.write(std::string_view(whole).substr(0, 32'768));
        if (++begun == 2) both.set_value();
        peer.write(std::string_view(whole).substr(32'768));
    });
    HttpWorld world(server.origin());
    std::string turns;
    int ended = 0;
    world.call([&](alysio_call call) {
        for (const char name : {'a', 'b'}) {
            world.start(
                call, {},
                [&, call](const Seen&) {
                    if (++ended == 2) world.plugin.finish(call);
                },
                [&, name](alysio_request request, std::string_view chunk) {
                    if (turns.empty()) both.get_future().wait();
                    turns += name;
                    world.consume(request, chunk.size());
                });
        }
    });
    REQUIRE(turns.find("ba") != std::string::npos);
    REQUIRE(turns.find("ab") != std::string::npos);
}

}  // namespace http_flow_test
