#include "sandbox_host/runtime/runtime.hpp"
#include "tests/plugins/scripted_plugin.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <mutex>
#include <thread>

using namespace alysio::sandbox::runtime;
using alysio::sandbox::testing::run;
using alysio::sandbox::testing::ScriptedPlugin;
using alysio::sdk::view;
using End = CallResult::End;
namespace connection = alysio::sandbox::connection;
using namespace std::chrono_literals;

namespace {

// Keeps what plugins did wrong.
class Warnings final : public Log {
  public:
    bool wants(alysio_log_level) const noexcept override { return true; }
    void write(const LogEntry& entry) noexcept override {
        std::lock_guard lock(mutex_);
        all_ += std::string(entry.source) + " " + std::string(entry.event) + ": " + std::string(entry.message) + "\n";
    }
    std::string all() const {
        std::lock_guard lock(mutex_);
        return all_;
    }

  private:
    mutable std::mutex mutex_;
    std::string all_;
};

struct Fixture {
    ScriptedPlugin plugin;
    std::shared_ptr<Warnings> warnings = std::make_shared<Warnings>();
    std::unique_ptr<Runtime> runtime;

    explicit Fixture(Limits limits = {}) {
        RuntimeOptions options;
        options.instance.limits = limits;
        options.instance.log = warnings;
        runtime = std::make_unique<Runtime>(options);
        REQUIRE(runtime->load(ScriptedPlugin::table()));
    }
};

CallRequest act() {
    CallRequest request;
    request.tool = "act";
    return request;
}

// A call whose end is waited for later.
struct Pending {
    std::shared_ptr<std::promise<CallResult>> done = std::make_shared<std::promise<CallResult>>();
    CallId id = 0;

    Pending(Runtime& runtime, CallRequest request) {
        id = runtime.call(std::move(request), {{}, [done = done](auto, auto result) { done->set_value(result); }});
    }
    CallResult wait() { return done->get_future().get(); }
};

}  // namespace

TEST_CASE("the plugin sees the call as it was asked for") {
    Fixture fixture;
    CallRequest request = act();
    request.arguments = R"({"a":1})";
    request.preview_token = "token";
    request.time_limit = 1h;
    request.trace_context = "00-1-2-01";
    connection::Identity identity;
    identity.principal = "p1";
    identity.web_url = "https://web.example";
    identity.locale = "de-DE";
    identity.time_zone = "Europe/Berlin";
    identity.grants = ALYSIO_GRANT_READ;
    identity.settings = R"({"s":1})";
    identity.connection = R"({"c":1})";
    request.acting_for = std::make_shared<connection::ActingUser>(
        connection::ActingUser{std::make_shared<connection::Identity>(std::move(identity)), nullptr, {}});
    std::uint64_t now = 0;
    std::string seen;
    std::uint64_t deadline = 0;
    fixture.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        now = plugin.host->monotonic_ns(plugin.host->ctx);
        deadline = info.deadline_ns;
        for (const auto text : {info.tool, info.arguments, info.preview_token, info.principal, info.web_url,
                                info.locale, info.time_zone, info.trace_context, info.settings, info.connection}) {
            seen += std::string(view(text)) + "|";
        }
        seen += std::to_string(info.intent) + std::to_string(info.grants);
        return plugin.finish(info.call);
    };
    run(*fixture.runtime, request);
    REQUIRE(seen == R"(act|{"a":1}|token|p1|https://web.example|de-DE|Europe/Berlin|00-1-2-01|{"s":1}|{"c":1}|11)");
    REQUIRE(deadline > now);
    REQUIRE(deadline - now <= 3'600'000'000'000ull);
}

TEST_CASE("a result ends the call with its kind and text, inside call or later") {
    Fixture fixture;
    const bool later = GENERATE(false, true);
    fixture.plugin.on_call = [later](ScriptedPlugin& plugin, const alysio_call_info& info) {
        const auto end = [&plugin, call = info.call] { plugin.finish(call, R"({"no":1})", ALYSIO_RESULT_ERROR); };
        later ? static_cast<void>(plugin.post(info.call, end)) : end();
        return ALYSIO_OK;
    };
    const auto result = run(*fixture.runtime, act());
    REQUIRE(result.end == End::finished);
    REQUIRE(result.kind == ALYSIO_RESULT_ERROR);
    REQUIRE(result.json == R"({"no":1})");
}

TEST_CASE("a plugin that refuses a call is reported") {
    Fixture fixture;
    fixture.plugin.on_call = [](ScriptedPlugin&, const alysio_call_info&) { return ALYSIO_E_UNSUPPORTED; };
    const auto result = run(*fixture.runtime, act());
    REQUIRE(result.end == End::refused);
    REQUIRE(result.status == ALYSIO_E_UNSUPPORTED);
}

TEST_CASE("calls that cannot start end by on_finish too") {
    Fixture fixture;
    SECTION("an unknown tool, with the ones there are") {
        CallRequest request;
        request.tool = "dance";
        const auto result = run(*fixture.runtime, request);
        REQUIRE(result.end == End::refused);
        REQUIRE(result.message == "There is no tool named dance; there are act, look.");
    }
    SECTION("no plugin") {
        fixture.runtime->unload();
        const auto result = run(*fixture.runtime, act());
        REQUIRE(result.end == End::refused);
        REQUIRE(result.message == "No plugin is loaded.");
    }
}

TEST_CASE("a preview of a tool that changes nothing is answered without the plugin") {
    Fixture fixture;
    bool asked = false;
    fixture.plugin.on_call = [&asked](ScriptedPlugin& plugin, const alysio_call_info& info) {
        asked = true;
        return plugin.finish(info.call, R"({"title":"real"})");
    };
    CallRequest request;
    request.intent = ALYSIO_INTENT_PREVIEW;
    request.tool = "look";
    REQUIRE(run(*fixture.runtime, request).json == R"({"changes":[],"title":"look"})");
    REQUIRE_FALSE(asked);
    request.tool = "act";
    REQUIRE(run(*fixture.runtime, request).json == R"({"title":"real"})");
    REQUIRE(asked);
}

TEST_CASE("a call is finished exactly once; what comes after is stale and logged") {
    Fixture fixture;
    alysio_status second = ALYSIO_OK;
    alysio_status progress = ALYSIO_OK;
    alysio_status timer = ALYSIO_OK;
    fixture.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        const auto call = info.call;
        plugin.finish(call);
        second = plugin.finish(call);
        progress = plugin.host->progress(plugin.host->ctx, call, 1, 2, {});
        alysio_timer out = 0;
        timer = plugin.host->timer_start(
            plugin.host->ctx, call, 0, [](void*, alysio_timer) {}, nullptr, &out);
        return ALYSIO_OK;
    };
    REQUIRE(run(*fixture.runtime, act()).end == End::finished);
    fixture.runtime->unload();
    REQUIRE(second == ALYSIO_E_STALE);
    REQUIRE(progress == ALYSIO_E_STALE);
    REQUIRE(timer == ALYSIO_E_STALE);
    REQUIRE_THAT(fixture.warnings->all(), Catch::Contains("plugin.misuse: the call has ended already"));
}

TEST_CASE("misuse of the host's functions is answered and logged, never obeyed") {
    Fixture fixture;
    std::vector<alysio_status> statuses;
    fixture.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        const auto& host = *plugin.host;
        alysio_timer timer = 0;
        alysio_result result{};
        result.struct_size = sizeof result;
        statuses.push_back(host.finish(host.ctx, info.call, nullptr));
        statuses.push_back(host.finish(host.ctx, info.call, &result));  // no JSON
        result.json = alysio::sdk::str("{}");
        result.kind = 9;
        statuses.push_back(host.finish(host.ctx, info.call, &result));
        statuses.push_back(host.timer_start(host.ctx, info.call, 0, nullptr, nullptr, &timer));
        statuses.push_back(host.finish(host.ctx, 0, &result));
        statuses.push_back(host.finish(host.ctx, info.call + (1ull << 40), &result));
        statuses.push_back(host.timer_cancel(host.ctx, info.call));  // a call is no timer
        plugin.finish(info.call, R"({"still":"open"})");
        return ALYSIO_OK;
    };
    REQUIRE(run(*fixture.runtime, act()).json == R"({"still":"open"})");
    REQUIRE(statuses == std::vector<alysio_status>{ALYSIO_E_INVALID_ARGUMENT, ALYSIO_E_INVALID_ARGUMENT,
                                                   ALYSIO_E_INVALID_ARGUMENT, ALYSIO_E_INVALID_ARGUMENT, ALYSIO_E_STALE,
                                                   ALYSIO_E_STALE, ALYSIO_E_STALE});
}

TEST_CASE("a lane function called from another thread does nothing") {
    Fixture fixture;
    alysio_status status = ALYSIO_OK;
    fixture.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        std::thread([&] { status = plugin.finish(info.call); }).join();
        return plugin.finish(info.call, R"({"by":"lane"})");
    };
    REQUIRE(run(*fixture.runtime, act()).json == R"({"by":"lane"})");
    REQUIRE(status == ALYSIO_E_WRONG_STATE);
}

TEST_CASE("the user's cancel reaches the plugin once, and the plugin ends the call") {
    Fixture fixture;
    std::promise<void> started;
    int cancels = 0;
    std::uint64_t grace = 0;
    alysio_cancel_reason why = 0;
    fixture.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info&) {
        started.set_value();
        return ALYSIO_OK;
    };
    fixture.plugin.on_cancel = [&](ScriptedPlugin& plugin, alysio_call call, alysio_cancel_reason reason,
                                   std::uint64_t given) {
        ++cancels;
        why = reason;
        grace = given;
        plugin.post(call, [&plugin, call] { plugin.finish(call, R"({"code":"cancelled"})", ALYSIO_RESULT_ERROR); });
    };
    Pending pending(*fixture.runtime, act());
    started.get_future().wait();
    fixture.runtime->cancel(pending.id, ALYSIO_CANCEL_USER);
    fixture.runtime->cancel(pending.id, ALYSIO_CANCEL_USER);
    REQUIRE(pending.wait().json == R"({"code":"cancelled"})");
    fixture.runtime->cancel(pending.id, ALYSIO_CANCEL_USER);  // too late, and harmless
    fixture.runtime->unload();
    REQUIRE(cancels == 1);
    REQUIRE(why == ALYSIO_CANCEL_USER);
    REQUIRE(grace == 5'000'000'000ull);
}

TEST_CASE("the deadline cancels the call") {
    Fixture fixture;
    alysio_cancel_reason why = 0;
    fixture.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info&) { return ALYSIO_OK; };
    fixture.plugin.on_cancel = [&](ScriptedPlugin& plugin, alysio_call call, alysio_cancel_reason reason,
                                   std::uint64_t) {
        why = reason;
        plugin.finish(call, R"({"code":"deadline"})", ALYSIO_RESULT_ERROR);
    };
    CallRequest request = act();
    request.time_limit = 5ms;
    REQUIRE(run(*fixture.runtime, request).json == R"({"code":"deadline"})");
    REQUIRE(why == ALYSIO_CANCEL_DEADLINE);
}

TEST_CASE("a plugin that ignores cancel loses the call, and what it does to it later is stale") {
    Limits limits;
    limits.grace = 2ms;
    limits.linger = 2ms;
    Fixture fixture(limits);
    const alysio_call_info* info = nullptr;
    fixture.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info& given) {
        info = &given;
        return ALYSIO_OK;
    };
    CallRequest request = act();
    request.time_limit = 2ms;
    const auto result = run(*fixture.runtime, request);
    REQUIRE(result.end == End::given_up);
    REQUIRE(result.status == ALYSIO_E_CANCELLED);

    alysio_status late = ALYSIO_OK;
    std::string tool;
    fixture.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& second) {
        tool = view(info->tool);  // the plugin has not finished it, so its info is still there
        late = plugin.finish(info->call);
        return plugin.finish(second.call);
    };
    run(*fixture.runtime, act());
    REQUIRE(tool == "act");
    REQUIRE(late == ALYSIO_E_STALE);
}

TEST_CASE("unload cancels what is open and waits for it") {
    Limits limits;
    limits.grace = 1ms;
    limits.linger = 1ms;
    Fixture fixture(limits);
    const bool obedient = GENERATE(true, false);
    std::promise<void> started;
    bool destroyed = false;
    fixture.plugin.on_call = [&](ScriptedPlugin&, const alysio_call_info&) {
        started.set_value();
        return ALYSIO_OK;
    };
    alysio_cancel_reason why = 0;
    fixture.plugin.on_cancel = [&](ScriptedPlugin& plugin, alysio_call call, alysio_cancel_reason reason,
                                   std::uint64_t) {
        why = reason;
        if (obedient) plugin.finish(call);
    };
    fixture.plugin.on_destroy = [&](ScriptedPlugin&) { destroyed = true; };
    Pending pending(*fixture.runtime, act());
    started.get_future().wait();
    REQUIRE(fixture.runtime->unload());
    REQUIRE(destroyed);
    REQUIRE(why == ALYSIO_CANCEL_SHUTDOWN);
    REQUIRE(pending.wait().end == (obedient ? End::finished : End::given_up));
}

TEST_CASE("progress reaches the caller in order, off the lane, and not too often") {
    Limits limits;
    limits.progress_interval = 1h;
    Fixture fixture(limits);
    std::thread::id lane;
    alysio_status backwards = ALYSIO_OK;
    fixture.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        const auto tell = [&](std::uint64_t done) {
            return plugin.host->progress(plugin.host->ctx, info.call, done, 100, alysio::sdk::str("rows"));
        };
        for (std::uint64_t done = 1; done <= 100; ++done) tell(done);
        tell(100);
        backwards = tell(50);
        return plugin.finish(info.call);
    };
    std::vector<std::uint64_t> seen;
    std::promise<void> done;
    fixture.runtime->call(act(), {[&](CallId, const Progress& progress) { seen.push_back(progress.done); },
                                  [&](CallId, const CallResult&) { done.set_value(); }});
    done.get_future().wait();
    REQUIRE(seen == std::vector<std::uint64_t>{1, 100});
    REQUIRE(backwards == ALYSIO_E_INVALID_ARGUMENT);
}

TEST_CASE("many callers at once each get their own answer") {
    Fixture fixture;
    fixture.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        plugin.post(info.call, [&plugin, &info] { plugin.finish(info.call, view(info.arguments)); });
        return ALYSIO_OK;
    };
    std::vector<std::thread> callers;
    std::atomic<int> wrong{0};
    for (int caller = 0; caller < 4; ++caller) {
        callers.emplace_back([&, caller] {
            for (int i = 0; i < 200; ++i) {
                CallRequest request = act();
                request.arguments = R"({"number":)" + std::to_string(1'000 * caller + i) + "}";
                if (run(*fixture.runtime, request).json != request.arguments) ++wrong;
            }
        });
    }
    for (auto& caller : callers) caller.join();
    REQUIRE(wrong == 0);
}

TEST_CASE("a plugin's log records reach the host's log") {
    Fixture fixture;
    fixture.plugin.on_call = [](ScriptedPlugin& plugin, const alysio_call_info& info) {
        alysio_log_record record{};
        record.struct_size = sizeof record;
        record.level = ALYSIO_LOG_INFO;
        record.event = alysio::sdk::str("test.event");
        record.message = alysio::sdk::str("hello");
        plugin.host->log(plugin.host->ctx, &record);
        plugin.host->log(plugin.host->ctx, nullptr);
        return plugin.finish(info.call);
    };
    run(*fixture.runtime, act());
    REQUIRE_THAT(fixture.warnings->all(), Catch::EndsWith("plugin test.event: hello\n"));
}

TEST_CASE("random bytes fill all that was asked for, and differ") {
    Fixture fixture;
    std::string first(300, '\0');
    std::string second(300, '\0');
    fixture.plugin.on_call = [&](ScriptedPlugin& plugin, const alysio_call_info& info) {
        plugin.host->random(plugin.host->ctx, first.data(), first.size());
        plugin.host->random(plugin.host->ctx, second.data(), second.size());
        plugin.host->random(plugin.host->ctx, nullptr, 0);
        return plugin.finish(info.call);
    };
    run(*fixture.runtime, act());
    REQUIRE(first != second);
    REQUIRE(first.substr(200) != std::string(100, '\0'));
}
