#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>

#include <future>

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
using namespace std::chrono_literals;

namespace {

// Reads requests, and answers when the test says so.
struct Stalling {
    std::promise<void> read;
    RawServer server{[this](Peer& peer) {
        if (peer.read_request().empty()) return;
        read.set_value();
        peer.wait_for_close();
    }};
};

void never(const Seen&) {
    FAIL("an event after cancel");
}

Ask post() {
    Ask ask;
    ask.method = ALYSIO_HTTP_POST;
    ask.body = "{}";
    return ask;
}

}  // namespace

TEST_CASE("cancelling a request that waits for its turn keeps it from ever being sent") {
    RawServer server(RawServer::always(answer(200, "x")));
    HttpWorld world(server.origin());
    world.road->line = std::make_unique<Line>(0);
    alysio_http_sent sent = 9;
    world.call([&](alysio_call call) {
        sent = world.cancel(world.start(call, post(), never));
        world.plugin.finish(call);
    });
    REQUIRE(sent == ALYSIO_HTTP_NOT_SENT);
    REQUIRE(server.connections() == 0);
}

TEST_CASE("cancelling a request that the server has read says that it may have acted") {
    Stalling stalling;
    HttpWorld world(stalling.server.origin());
    alysio_http_sent sent = 9;
    alysio_status again = ALYSIO_OK;
    world.call([&](alysio_call call) {
        const auto request = world.start(call, post(), never);
        stalling.read.get_future().wait();  // blocks the lane, not the network
        sent = world.cancel(request);
        again = world.api().cancel(world.plugin.host->ctx, request, nullptr);
        world.plugin.finish(call);
    });
    REQUIRE(sent == ALYSIO_HTTP_MAYBE_SENT);
    REQUIRE(again == ALYSIO_E_STALE);
}

TEST_CASE("cancelling from within an event silences everything after it") {
    RawServer server(RawServer::always(answer(200, std::string(1'000'000, 'x'))));
    HttpWorld world(server.origin());
    alysio_http_sent sent = 9;
    int chunks = 0;
    world.call([&](alysio_call call) {
        world.start(call, {}, never, [&, call](alysio_request request, std::string_view) {
            REQUIRE(++chunks == 1);
            sent = world.cancel(request);
            world.plugin.post(
                call, [&, call] { world.plugin.finish(call); }, 20'000'000);
        });
    });
    REQUIRE(sent == ALYSIO_HTTP_ANSWERED);
    REQUIRE(chunks == 1);
}

TEST_CASE("finishing the call from within an event silences its requests") {
    RawServer server(RawServer::always(answer(200, std::string(1'000'000, 'x'))));
    HttpWorld world(server.origin());
    int chunks = 0;
    for (int round = 0; round < 20; ++round) {
        world.call([&](alysio_call call) {
            for (int i = 0; i < 3; ++i) {
                world.start(call, {}, never, [&, call](alysio_request, std::string_view) {
                    ++chunks;
                    world.plugin.finish(call);
                });
            }
        });
    }
    REQUIRE(chunks == 20);
}

TEST_CASE("a cancelled call starts nothing new, while what is under way may end") {
    std::promise<void> read;
    std::promise<void> go_on;
    RawServer server([&](Peer& peer) {
        if (peer.read_request().empty()) return;
        read.set_value();
        go_on.get_future().wait();
        peer.write(answer(201, "created"));
    });
    HttpWorld world(server.origin());
    Seen under_way;
    Seen refused;
    alysio_call open = 0;
    world.plugin.on_cancel = [&](ScriptedPlugin&, alysio_call call, alysio_cancel_reason, std::uint64_t) {
        world.start(call, {}, [&](const Seen& seen) {
            refused = seen;
            go_on.set_value();
        });
    };
    world.plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        open = info.call;
        world.start(info.call, post(), [&, call = info.call](const Seen& seen) {
            under_way = seen;
            self.finish(call);
        });
        return ALYSIO_OK;
    };
    std::promise<void> done;
    const auto id = world.runtime.call(world.call_request(), {{}, [&](auto, auto) { done.set_value(); }});
    read.get_future().wait();
    world.runtime.cancel(id, ALYSIO_CANCEL_USER);
    done.get_future().wait();
    REQUIRE(refused.status == ALYSIO_E_CANCELLED);
    REQUIRE(refused.sent == ALYSIO_HTTP_NOT_SENT);
    REQUIRE(under_way.status == ALYSIO_OK);
    REQUIRE(under_way.http_status == 201);
}

TEST_CASE("after the grace the host ends what is under way, and the plugin can still finish") {
    Stalling stalling;
    runtime::Limits limits;
    limits.grace = 5ms;
    HttpWorld world(stalling.server.origin(), {}, limits);
    Seen ended;
    auto request = world.call_request();
    request.time_limit = 50ms;
    world.plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        world.start(info.call, post(), [&, call = info.call](const Seen& seen) {
            ended = seen;
            self.finish(call, R"({"code":"outcome_unknown"})", ALYSIO_RESULT_ERROR);
        });
        stalling.read.get_future().wait();
        return ALYSIO_OK;
    };
    const auto result = run(world.runtime, request);
    REQUIRE(result.json == R"({"code":"outcome_unknown"})");
    REQUIRE(ended.status == ALYSIO_E_CANCELLED);
    REQUIRE(ended.sent == ALYSIO_HTTP_MAYBE_SENT);
}

TEST_CASE("a request said not to have been sent never reaches the server, whenever it is cancelled") {
    std::atomic<int> received{0};
    int maybe = 0;
    int unsent = 0;
    {
        RawServer server([&received](Peer& peer) {
            while (!peer.read_request().empty()) {
                ++received;
                peer.write(answer(200, "x"));
            }
        });
        HttpWorld world(server.origin());
        for (int round = 0; round < 300; ++round) {
            world.call([&, round](alysio_call call) {
                const auto request = world.start(call, post(), [&, call](const Seen&) {
                    ++maybe;
                    world.plugin.finish(call);
                });
                const auto cancel = [&, call, request] {
                    (world.cancel(request) == ALYSIO_HTTP_NOT_SENT ? unsent : maybe) += 1;
                    world.plugin.finish(call);
                };
                const auto delay = static_cast<std::uint64_t>(round) * 2'000;
                delay == 0 ? cancel() : static_cast<void>(world.plugin.post(call, cancel, delay));
            });
        }
        world.runtime.unload();
    }
    REQUIRE(maybe + unsent == 300);
    REQUIRE(received <= maybe);
    REQUIRE(unsent > 0);
}
