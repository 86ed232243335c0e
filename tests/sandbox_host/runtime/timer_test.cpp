#include "sandbox_host/runtime/runtime.hpp"
#include "tests/plugins/scripted_plugin.hpp"

#include <catch2/catch.hpp>

namespace timer_test {

using namespace alysio::sandbox::runtime;
using alysio::sandbox::testing::run;
using alysio::sandbox::testing::ScriptedPlugin;
using namespace std::chrono_literals;

namespace {

CallRequest act() {
    CallRequest request;
    request.tool = "act";
    return request;
}

void run_once(ScriptedPlugin& plugin) {
    Runtime runtime({});
    REQUIRE(runtime.load(ScriptedPlugin::table()));
    static_cast<void>(plugin);
    run(runtime, act());
}

}  // namespace

TEST_CASE("a timer rings once, not before its time, and after timer_start returned") {
    ScriptedPlugin plugin;
    std::uint64_t began = 0;
    std::uint64_t rang = 0;
    int rings = 0;
    bool inside = false;
    plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        began = self.host->monotonic_ns(self.host->ctx);
        inside = true;
        self.post(
            info.call,
            [&, call = info.call] {
                ++rings;
                REQUIRE_FALSE(inside);
                rang = self.host->monotonic_ns(self.host->ctx);
                self.finish(call);
            },
            3'000'000);
        inside = false;
        return ALYSIO_OK;
    };
    run_once(plugin);
    REQUIRE(rings == 1);
    REQUIRE(rang - began >= 3'000'000);
}

TEST_CASE("timers without delay ring in the order they were started") {
    ScriptedPlugin plugin;
    std::string order;
    plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        for (const char name : {'a', 'b', 'c'}) self.post(info.call, [&order, name] { order += name; });
        self.post(info.call, [&self, call = info.call] { self.finish(call); });
        order += '0';
        return ALYSIO_OK;
    };
    run_once(plugin);
    REQUIRE(order == "0abc");
}

TEST_CASE("a cancelled timer is silent, even when its ring is queued already") {
    ScriptedPlugin plugin;
    bool rang = false;
    alysio_status first = ALYSIO_E_INTERNAL;
    alysio_status second = ALYSIO_E_INTERNAL;
    plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        alysio_timer timer = 0;
        const auto ring = [](void* ctx, alysio_timer) { *static_cast<bool*>(ctx) = true; };
        self.host->timer_start(self.host->ctx, info.call, 0, ring, &rang, &timer);
        first = self.host->timer_cancel(self.host->ctx, timer);
        second = self.host->timer_cancel(self.host->ctx, timer);
        self.post(info.call, [&self, call = info.call] { self.finish(call); });
        return ALYSIO_OK;
    };
    run_once(plugin);
    REQUIRE(first == ALYSIO_OK);
    REQUIRE(second == ALYSIO_E_STALE);
    REQUIRE_FALSE(rang);
}

TEST_CASE("finish silences the timers of its call and no other's") {
    ScriptedPlugin plugin;
    bool own = false;
    plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        alysio_timer timer = 0;
        const auto ring = [](void* ctx, alysio_timer) { *static_cast<bool*>(ctx) = true; };
        self.host->timer_start(self.host->ctx, info.call, 0, ring, &own, &timer);
        self.host->timer_start(self.host->ctx, info.call, 1'000, ring, &own, &timer);
        return self.finish(info.call);
    };
    Runtime runtime({});
    REQUIRE(runtime.load(ScriptedPlugin::table()));
    run(runtime, act());

    bool other = false;
    plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        self.post(
            info.call,
            [&other, &self, call = info.call] {
                other = true;
                self.finish(call);
            },
            2'000'000);
        return ALYSIO_OK;
    };
    run(runtime, act());
    REQUIRE(other);
    REQUIRE_FALSE(own);
}

TEST_CASE("timers work while a call is being cancelled") {
    ScriptedPlugin plugin;
    plugin.on_call = [](ScriptedPlugin&, const alysio_call_info&) { return ALYSIO_OK; };
    plugin.on_cancel = [](ScriptedPlugin& self, alysio_call call, alysio_cancel_reason, std::uint64_t) {
        self.post(
            call, [&self, call] { self.finish(call, R"({"after":"a while"})"); }, 1'000'000);
    };
    Runtime runtime({});
    REQUIRE(runtime.load(ScriptedPlugin::table()));
    CallRequest request = act();
    request.time_limit = 1ms;
    REQUIRE(run(runtime, request).json == R"({"after":"a while"})");
}

TEST_CASE("the longest delay is no overflow") {
    ScriptedPlugin plugin;
    bool rang = false;
    plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        alysio_timer timer = 0;
        const auto ring = [](void* ctx, alysio_timer) { *static_cast<bool*>(ctx) = true; };
        self.host->timer_start(self.host->ctx, info.call, UINT64_MAX, ring, &rang, &timer);
        self.post(
            info.call, [&self, call = info.call] { self.finish(call); }, 1'000'000);
        return ALYSIO_OK;
    };
    run_once(plugin);
    REQUIRE_FALSE(rang);
}

}  // namespace timer_test
