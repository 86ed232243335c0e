// What one call may take of the host, in virtual time.

#include "sandbox_host/runtime/result_json.hpp"
#include "sandbox_host/runtime/runtime.hpp"
#include "tests/plugins/scripted_plugin.hpp"
#include "tests/sandbox_host/runtime/virtual_time.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>

namespace limits_test {

using namespace alysio::sandbox::runtime;
using alysio::sandbox::testing::ScriptedPlugin;
using namespace std::chrono_literals;

namespace {

struct OneCall {
    explicit OneCall(Limits limits = {}) {
        RuntimeOptions options;
        options.executor = time;
        options.reaper = time;
        options.instance.clock = time;
        options.instance.limits = limits;
        runtime = std::make_unique<Runtime>(options);
        REQUIRE(runtime->load(ScriptedPlugin::table()));
    }
    void start() {
        CallRequest request;
        request.tool = "act";
        runtime->call(request, {{}, [this](auto, const CallResult& told) { result = told; }});
        time->run_for(0s);
    }

    std::shared_ptr<alysio::sandbox::testing::VirtualTime> time =
        std::make_shared<alysio::sandbox::testing::VirtualTime>();
    ScriptedPlugin plugin;
    std::optional<CallResult> result;
    std::unique_ptr<Runtime> runtime;  // ends first, and tells of its end what is still open
};

}  // namespace

TEST_CASE("a call without a limit of its own has the host's, and the error says which") {
    OneCall one;
    std::optional<alysio_cancel_reason> reason;
    one.plugin.on_call = [](ScriptedPlugin&, const alysio_call_info&) { return ALYSIO_OK; };
    one.plugin.on_cancel = [&](ScriptedPlugin&, alysio_call, alysio_cancel_reason why, std::uint64_t) { reason = why; };
    one.start();
    one.time->run_for(5min - 1s);
    CHECK_FALSE(reason);
    one.time->run_for(1s);
    CHECK(reason == ALYSIO_CANCEL_DEADLINE);
    one.time->run_for(10s);
    REQUIRE(one.result);
    CHECK(one.result->message ==
          "The call took longer than its limit of 300 s, and the plugin did not end it in time.");
}

TEST_CASE("a host that sets no limit waits for ever") {
    Limits limits;
    limits.call = 0s;
    OneCall one(limits);
    one.plugin.on_call = [](ScriptedPlugin&, const alysio_call_info&) { return ALYSIO_OK; };
    one.start();
    one.time->run_for(1'000h);
    CHECK_FALSE(one.result);
}

TEST_CASE("a call may have a thousand operations open, and is refused the next one until some have ended") {
    OneCall one;
    std::size_t accepted = 0;
    alysio_status refusal = ALYSIO_OK;
    alysio_status later = ALYSIO_E_INTERNAL;
    const auto ring = [](void*, alysio_timer) {};
    one.plugin.on_call = [&](ScriptedPlugin& self, const alysio_call_info& info) {
        alysio_timer timer = 0;
        const auto start = [&] {
            return self.host->timer_start(self.host->ctx, info.call, 1'000'000'000, ring, nullptr, &timer);
        };
        while ((refusal = start()) == ALYSIO_OK) ++accepted;
        REQUIRE(self.host->timer_cancel(self.host->ctx, timer) == ALYSIO_OK);
        later = start();
        return self.finish(info.call);
    };
    one.start();
    CHECK(accepted == 1'000);
    CHECK(refusal == ALYSIO_E_LIMITED);
    CHECK(later == ALYSIO_OK);
}

TEST_CASE("a result is one JSON object on one line, or the call fails and says so") {
    const auto [given, passed_on] = GENERATE(table<std::string, std::string>({
        {R"({"a":1})", R"({"a":1})"},
        {"{\n  \"a\": [1,\r\n\t2]\n}\n", R"({  "a": [1,2]})"},
        {R"({"a":"line\nbreak"})", R"({"a":"line\nbreak"})"},
        {" {} ", "{}"},
        {"{}\n{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", ""},
        {"{\"a\":\"raw\nbreak\"}", ""},
        {"{},\"id\":7", ""},
        {"{\"a\":1", ""},
        {"[1]", ""},
        {"\n", ""},
    }));
    OneCall one;
    one.plugin.on_call = [json = given](ScriptedPlugin& self, const alysio_call_info& info) {
        self.finish(info.call, json);
        return ALYSIO_OK;
    };
    one.start();
    INFO(given);
    REQUIRE(one.result);
    CHECK(one.result->json == passed_on);
    CHECK(one.result->message == (passed_on.empty() ? "The plugin's result is no JSON object." : ""));
}

TEST_CASE("a result of any nesting is read without a deep stack") {
    std::string deep = R"({"a":)";
    for (int i = 0; i < 1'000'000; ++i) deep += '[';
    CHECK_FALSE(result_json(deep));
}

TEST_CASE("a result may have so many bytes, and one more is told of in numbers") {
    const auto of_size = [](std::size_t bytes) { return R"({"a":")" + std::string(bytes - 8, 'x') + R"("})"; };
    CHECK(result_json(of_size(longest_result)));
    const auto refused = result_json(of_size(longest_result + 1));
    REQUIRE_FALSE(refused);
    CHECK(
        refused.error().message ==
        "The plugin's result has 16777217 bytes; a result may have 16777216, and what is larger belongs into a file.");
}

}  // namespace limits_test
