// The real runtime on one thread, with a time and a chance of the test's own: every run of a seed is the same.

#include "sandbox_host/runtime/runtime.hpp"
#include "tests/plugins/scripted_plugin.hpp"
#include "tests/sandbox_host/runtime/build_folder.hpp"
#include "tests/sandbox_host/runtime/virtual_time.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

namespace one_thread_test {

using namespace alysio::sandbox::runtime;
using namespace alysio::sandbox::testing;
using namespace std::chrono_literals;
using Json = nlohmann::json;

namespace {

std::ptrdiff_t threads() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

// Runtime and world, and what happened in it: lines that begin with the time.
struct OneThread {
    explicit OneThread(std::uint64_t seed) {
        options.executor = time;
        options.reaper = time;
        options.instance.clock = time;
        options.instance.randomness = std::make_shared<SeededRandomness>(seed);
        options.on_generation = [this](const GenerationEvent& event) { note(event.message); };
    }

    void note(const std::string& what) {
        happened.push_back(std::to_string(time->since_begin() / 1ms) + " ms: " + what);
    }
    void start(const std::string& tool, std::optional<std::chrono::nanoseconds> limit = std::nullopt) {
        CallRequest request;
        request.tool = tool;
        request.time_limit = limit;
        last = runtime->call(request, {{}, [this](auto, const auto& result) { note(result.json + result.message); }});
    }

    std::shared_ptr<VirtualTime> time = std::make_shared<VirtualTime>();
    RuntimeOptions options;
    std::vector<std::string> happened;
    CallId last = 0;
    std::unique_ptr<Runtime> runtime;
};

// Calls that take a time of their own choosing, two of them longer than they may.
std::vector<std::string> calls(std::uint64_t seed) {
    ScriptedPlugin plugin;
    plugin.on_call = [](ScriptedPlugin& self, const alysio_call_info& info) {
        std::uint8_t dice = 0;
        self.host->random(self.host->ctx, &dice, sizeof dice);
        const std::string json = R"({"dice":)" + std::to_string(dice) + R"(,"unix_ns":)" +
                                 std::to_string(self.host->unix_ns(self.host->ctx)) + "}";
        self.post(
            info.call, [&self, json, call = info.call] { self.finish(call, json); }, 1'000'000u * (dice + 1u));
        return ALYSIO_OK;
    };
    plugin.on_cancel = [](ScriptedPlugin& self, alysio_call call, alysio_cancel_reason reason, std::uint64_t) {
        self.finish(call, R"({"cancelled":)" + std::to_string(reason) + "}");
    };
    OneThread world(seed);
    world.runtime = std::make_unique<Runtime>(world.options);
    REQUIRE(world.runtime->load(ScriptedPlugin::table()));
    for (int i = 0; i < 5; ++i) world.start("act");
    world.start("act", 1us);
    world.start("act");
    world.runtime->cancel(world.last, ALYSIO_CANCEL_USER);
    world.time->run_for(1s);
    CHECK(threads() == 1);
    CHECK(world.runtime->unload());
    world.note("unloaded");
    return world.happened;
}

// What the tool answers, on one line.
std::string answered(const std::string& build, const std::string& state) {
    return Json{{"build", build}, {"state", state}}.dump();
}

}  // namespace

TEST_CASE("calls, timers, deadlines and cancels on one thread are the same for the same seed, and take no real time") {
    const auto first = calls(7);
    INFO(Json(first).dump(1));
    REQUIRE(first.size() == 10);
    CHECK(first.back() == "1000 ms: unloaded");
    CHECK(first[0] == "0 ms: Generation 1 of the plugin plugin 1.0.0 serves.");
    CHECK(first[1] == "0 ms: {\"cancelled\":" + std::to_string(ALYSIO_CANCEL_USER) + "}");
    CHECK(first[2] == "0 ms: {\"cancelled\":" + std::to_string(ALYSIO_CANCEL_DEADLINE) + "}");
    CHECK(calls(7) == first);
    CHECK(calls(8) != first);
}

TEST_CASE("a call that its plugin does not end is given up on one thread too, at the time that the limits say") {
    ScriptedPlugin plugin;
    plugin.on_call = [](ScriptedPlugin&, const alysio_call_info&) { return ALYSIO_OK; };
    OneThread world(1);
    world.runtime = std::make_unique<Runtime>(world.options);
    REQUIRE(world.runtime->load(ScriptedPlugin::table()));
    world.start("act", 2s);
    world.time->run_for(1min);
    REQUIRE(world.happened.size() == 2);
    CHECK(world.happened[1] ==
          "8000 ms: The call took longer than its limit of 2 s, and the plugin did not end it in time.");
}

TEST_CASE("builds are loaded, replaced, parked, rolled back and unloaded on one thread") {
    const BuildFolder place;
    OneThread world(1);
    world.options.run_folder = place.path;
    world.runtime = std::make_unique<Runtime>(world.options);
    auto& runtime = *world.runtime;
    place.build("reloadable_one", "one");
    REQUIRE(runtime.load(place.library, place.manifest));
    // It ends when its build is replaced: a millisecond after it was told.
    world.start("hold");
    world.time->run_for(5ms);
    place.build("reloadable_two", "two");
    REQUIRE(runtime.reload(place.library, place.manifest));
    world.start("which");
    world.time->run_for(5ms);
    place.build("reloadable_broken", "broken");
    REQUIRE(runtime.reload(place.library, place.manifest));
    for (int i = 0; i < 3; ++i) world.start("which");
    world.time->run_for(5ms);
    world.start("which");
    world.time->run_for(5ms);
    CHECK(threads() == 1);
    CHECK(runtime.unload() != keep_images_by_default);

    const auto ended = [](unsigned generation) {
        return "Generation " + std::to_string(generation) + " has ended and is unloaded.";
    };
    const std::string bug = R"({"error":{"code":"internal","message":"a bug"}})";
    if (keep_images_by_default) return;  // the end of a generation is told otherwise
    CHECK(world.happened == std::vector<std::string>{
                                "0 ms: Generation 1 of the plugin reloadable one serves.",
                                "5 ms: Generation 2 of the plugin reloadable two serves.",
                                "5 ms: " + answered("two", "one:00"),
                                "6 ms: " + answered("one", ""),
                                "6 ms: " + ended(1),
                                "10 ms: Generation 3 of the plugin reloadable broken serves.",
                                "10 ms: " + bug,
                                "10 ms: " + bug,
                                "10 ms: " + bug,
                                "10 ms: " + ended(2),
                                "10 ms: Generation 4 of the plugin reloadable two serves again.",
                                "10 ms: " + ended(3),
                                "15 ms: " + answered("two", "broken:00"),
                                "20 ms: " + ended(4),
                            });
}

TEST_CASE("a build that breaks down while another is loaded on the same thread waits for its turn") {
    const BuildFolder place;
    OneThread world(1);
    world.options.run_folder = place.path;
    world.options.reload.trial_calls = 1;
    world.runtime = std::make_unique<Runtime>(world.options);
    auto& runtime = *world.runtime;
    place.build("reloadable_one", "one");
    REQUIRE(runtime.load(place.library, place.manifest));
    place.build("reloadable_broken", "broken");
    REQUIRE(runtime.reload(place.library, place.manifest));
    world.start("which");  // its failure is heard while the next build waits for the old one's state
    place.build("reloadable_two", "two");
    REQUIRE(runtime.reload(place.library, place.manifest));
    world.time->run_for(1ms);
    CHECK(runtime.counters().started == 3);
    world.start("which");
    world.time->run_for(1ms);
    CHECK(world.happened.back() == "1 ms: " + answered("two", "broken:00"));
    CHECK(runtime.unload() != keep_images_by_default);
}

}  // namespace one_thread_test
