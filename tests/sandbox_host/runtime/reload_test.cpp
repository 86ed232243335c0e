#include "sandbox_host/runtime/runtime.hpp"
#include "tests/plugins/reloadable.h"
#include "tests/plugins/scripted_plugin.hpp"
#include "tests/sandbox_host/runtime/build_folder.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

namespace reload_test {

using namespace alysio::sandbox::runtime;
using alysio::sandbox::testing::BuildFolder;
using alysio::sandbox::testing::run;
namespace connection = alysio::sandbox::connection;
using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Json = nlohmann::json;
using Kind = GenerationEvent::Kind;
using Names = std::vector<std::string>;

namespace {

// Where an old generation's code ends up: sanitizers keep it.
constexpr Kind ended = keep_images_by_default ? Kind::pinned : Kind::ended;

// Holds calls of the tool "hold" until it is opened.
struct Gate {
    std::atomic<bool> open = false;

    Service service() {
        static const reloadable_gate table{
            [](void* ctx) -> std::uint32_t { return Instance::from(ctx).service<Gate>(&table)->open ? 1U : 0U; }};
        return {RELOADABLE_GATE_SERVICE, &table, this};
    }
};

// What operators are told.
class Events {
  public:
    std::function<void(const GenerationEvent&)> listener() {
        return [this](const GenerationEvent& event) {
            std::lock_guard lock(mutex_);
            all_.push_back(event);
            changed_.notify_all();
        };
    }
    // Waits for it, however long that takes.
    GenerationEvent wait_for(Kind kind, unsigned generation) {
        std::unique_lock lock(mutex_);
        for (;;) {
            for (const auto& event : all_) {
                if (event.kind == kind && event.generation == generation) return event;
            }
            changed_.wait(lock);
        }
    }
    std::vector<GenerationEvent> all() {
        std::lock_guard lock(mutex_);
        return all_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<GenerationEvent> all_;
};

struct Fixture {
    BuildFolder place;
    Gate gate;
    Events events;
    RuntimeOptions options;
    std::unique_ptr<Runtime> runtime;

    Fixture() {
        options.run_folder = place.path;
        options.instance.services = {gate.service()};
        options.on_generation = events.listener();
    }

    void begin(const std::string& fixture = "reloadable_one", const std::string& label = "one") {
        place.build(fixture, label);
        runtime = std::make_unique<Runtime>(options);
        REQUIRE(runtime->load(place.library, place.manifest));
    }
    alysio::base::Result<Reloaded> reload(const std::string& fixture, const std::string& label,
                                          const Json& other = Json::object()) {
        place.build(fixture, label, other);
        return runtime->reload(place.library, place.manifest);
    }
    Reloaded reloaded(const std::string& fixture, const std::string& label, const Json& other = Json::object()) {
        auto done = reload(fixture, label, other);
        INFO((done ? "" : done.error().message));
        REQUIRE(done);
        return *done;
    }
    Json call(const std::string& tool = "which") const {
        CallRequest request;
        request.tool = tool;
        return Json::parse(run(*runtime, request).json, nullptr, false);
    }
    // The build that answers.
    std::string build() const { return call().value("build", ""); }

    std::future<CallResult> hold() const {
        const auto done = std::make_shared<std::promise<CallResult>>();
        CallRequest request;
        request.tool = "hold";
        runtime->call(request, {{}, [done](auto, auto result) { done->set_value(std::move(result)); }});
        return done->get_future();
    }

    // Private copies of builds that are on disk.
    std::size_t copies() const {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(place.path)) {
            count += entry.path().filename().string().rfind("reloadable-", 0) == 0 ? 1U : 0U;
        }
        return count;
    }
};

const Json other_tools = {{"tools", Json::array({"which", "hold", "more"})}};

}  // namespace

TEST_CASE("new calls go to the new build at once, and an open call ends on the old one") {
    Fixture fixture;
    fixture.begin();
    auto held = fixture.hold();
    CHECK(fixture.build() == "one");

    const auto done = fixture.reloaded("reloadable_two", "two");
    CHECK(done.generation == 2);
    CHECK(fixture.build() == "two");
    CHECK(fixture.runtime->counters().finishing == 1);

    fixture.gate.open = true;
    CHECK(Json::parse(held.get().json)["build"] == "one");
    CHECK(fixture.events.wait_for(ended, 1).message.rfind("Generation 1 has ended", 0) == 0);
    CHECK(fixture.runtime->counters().finishing == 0);
    CHECK(fixture.build() == "two");
}

TEST_CASE("a build without open calls is unloaded right after it was replaced") {
    Fixture fixture;
    fixture.begin();
    fixture.reloaded("reloadable_two", "two");
    fixture.events.wait_for(ended, 1);
    const auto counters = fixture.runtime->counters();
    CHECK(counters.started == 2);
    CHECK(counters.ended + counters.pinned == 1);
    // The build that serves, and the one to go back to.
    CHECK(fixture.copies() == 2);
}

#ifndef ALYSIO_SANITIZED
TEST_CASE("after a hundred reloads nothing of the old builds is in the process or on disk") {
    Fixture fixture;
    fixture.begin();
    for (unsigned round = 0; round < 100; ++round) {
        const bool odd = round % 2 == 0;
        fixture.reloaded(odd ? "reloadable_two" : "reloadable_one", odd ? "two" : "one");
        CHECK(fixture.build() == (odd ? "two" : "one"));
    }
    for (unsigned generation = 1; generation <= 100; ++generation) fixture.events.wait_for(Kind::ended, generation);
    CHECK(fixture.copies() == 2);
    CHECK(fixture.runtime->counters().pinned == 0);

    std::size_t mapped = 0;
    std::string last;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        const auto at = line.find("/reloadable-");
        if (at == line.npos || line.substr(at) == last) continue;
        last = line.substr(at);
        ++mapped;
    }
    CHECK(mapped == 1);
    CHECK(fixture.runtime->unload());
    CHECK(fixture.copies() == 0);
}

TEST_CASE("a build whose code cannot be unmapped is told of and counted") {
    Fixture fixture;
    fixture.begin("reloadable_pinned", "pinned");
    fixture.reloaded("reloadable_two", "two");
    CHECK_THAT(fixture.events.wait_for(Kind::pinned, 1).message, Catch::Contains("its code stays in the process"));
    CHECK(fixture.runtime->counters().pinned == 1);
}
#endif

TEST_CASE("the state moves from instance to instance") {
    Fixture fixture;
    fixture.options.instances = 2;
    fixture.begin();
    std::vector<std::string> principals;  // one for each instance
    for (int i = 0; principals.size() < 2; ++i) {
        const auto name = "principal " + std::to_string(i);
        if (std::hash<std::string_view>()(name) % 2 == principals.size()) principals.push_back(name);
    }
    const auto call = [&](const std::string& principal) {
        CallRequest request;
        request.tool = "which";
        auto identity = std::make_shared<connection::Identity>();
        identity->principal = principal;
        request.acting_for =
            std::make_shared<connection::ActingUser>(connection::ActingUser{std::move(identity), nullptr, {}});
        return Json::parse(run(*fixture.runtime, request).json);
    };
    CHECK(call(principals[0])["state"] == "");
    call(principals[1]);
    call(principals[1]);
    const auto done = fixture.reloaded("reloadable_two", "two");
    CHECK(done.state_bytes == 12);
    CHECK(call(principals[0])["state"] == "one:01");
    CHECK(call(principals[1])["state"] == "one:02");
}

TEST_CASE("a build that cannot save its state is replaced all the same, by one that starts cold") {
    Fixture fixture;
    fixture.begin("reloadable_stateless", "stateless");
    CHECK(fixture.reloaded("reloadable_two", "two").state_bytes == 0);
    CHECK(fixture.call() == Json{{"build", "two"}, {"state", ""}});
}

TEST_CASE("whatever is wrong with a new build, the running one is not disturbed, and one sentence says why") {
    Fixture fixture;
    bool admitted = true;
    fixture.options.admit = [&](const Manifest&) -> alysio::base::Result<void> {
        if (!admitted) return alysio::base::Error{"The endpoints are not to our liking."};
        return {};
    };
    fixture.begin();
    auto held = fixture.hold();
    std::string why;
    SECTION("no library") {
        fs::remove(fixture.place.library);
        why = fixture.runtime->reload(fixture.place.library, fixture.place.manifest).error().message;
        CHECK_THAT(why, Catch::StartsWith("There is no plugin at "));
    }
    SECTION("a library half written") {
        fixture.place.build("reloadable_two", "two");
        fs::resize_file(fixture.place.library, 5000);
        why = fixture.runtime->reload(fixture.place.library, fixture.place.manifest).error().message;
        CHECK_THAT(why, Catch::Contains("the hashes differ"));
    }
    SECTION("a manifest that says otherwise") {
        why = fixture.reload("reloadable_two", "three").error().message;
        CHECK_THAT(why, Catch::Contains("disagree about the version"));
    }
    SECTION("a plugin that cannot start") {
        why = fixture.reload("reloadable_create_fails", "failing").error().message;
        CHECK(why == "The plugin reloadable cannot start: it has a bad day.");
    }
    SECTION("a host that will not have it") {
        admitted = false;
        why = fixture.reload("reloadable_two", "two").error().message;
        CHECK(why == "The endpoints are not to our liking.");
    }
    CHECK_FALSE(why.empty());
    CHECK(fixture.build() == "one");
    CHECK(fixture.copies() == 1);
    CHECK(fixture.runtime->counters().started == 1);
    fixture.gate.open = true;
    CHECK(Json::parse(held.get().json)["build"] == "one");

    admitted = true;
    fixture.reloaded("reloadable_two", "two");
    CHECK(fixture.build() == "two");
}

TEST_CASE("the host's last word comes when the build is ready, with all that its manifest says") {
    Fixture fixture;
    Names seen;
    fixture.options.admit = [&](const Manifest& manifest) -> alysio::base::Result<void> {
        seen.push_back(Json::parse(manifest.text).value("endpoints", "none"));
        return {};
    };
    fixture.begin();
    fixture.reloaded("reloadable_two", "two", {{"endpoints", "new ones"}});
    REQUIRE(fixture.runtime->roll_back());
    CHECK(seen == Names{"none", "new ones", "none"});
}

TEST_CASE("a reload tells which tools are new, gone or changed") {
    Fixture fixture;
    fixture.begin();
    // Whoever listens a little late must not take the start for a change.
    CHECK(fixture.events.wait_for(Kind::serving, 1).tools.empty());
    CHECK(fixture.reloaded("reloadable_two", "two").tools.empty());
    const auto tools = fixture.reloaded("reloadable_other_tools", "other", other_tools).tools;
    CHECK(tools.added == Names{"more"});
    CHECK(tools.removed == Names{"guide"});
    CHECK(tools.changed == Names{"which"});
    const auto told = fixture.events.wait_for(Kind::serving, 3);
    CHECK(told.message == "Generation 3 of the plugin reloadable other serves.");
    CHECK(told.tools.changed == Names{"which"});
    CHECK(fixture.runtime->tools().size() == 3);
}

TEST_CASE("a schema that clients may misread is told of, and the build serves all the same") {
    Fixture fixture;
    fixture.begin();
    CHECK(fixture.reloaded("reloadable_two", "two").lint.empty());
    const auto lint = fixture.reloaded("reloadable_odd_schema", "odd").lint;
    REQUIRE(lint.size() == 3);
    CHECK_THAT(lint[0], Catch::StartsWith("The input schema of which") && Catch::Contains("anyOf"));
    CHECK(fixture.build() == "odd");
}

TEST_CASE("an old build whose calls do not end is parked, told of and counted, and unloaded when they do") {
    Fixture fixture;
    fixture.options.reload.patience = 0s;
    fixture.options.reload.most_parked = 2;
    fixture.begin();
    auto first = fixture.hold();
    fixture.reloaded("reloadable_two", "two");
    CHECK_THAT(fixture.events.wait_for(Kind::parked, 1).message,
               Catch::StartsWith("Generation 1 is still in use") && Catch::Contains("hold for 0 s"));
    auto second = fixture.hold();
    fixture.reloaded("reloadable_one", "one");
    fixture.events.wait_for(Kind::parked, 2);
    CHECK(fixture.runtime->counters().parked == 2);

    const auto third = fixture.reload("reloadable_two", "two");
    REQUIRE_FALSE(third);
    CHECK_THAT(third.error().message, Catch::StartsWith("2 old generations of the plugin still have open calls"));
    CHECK(fixture.build() == "one");

    fixture.gate.open = true;
    CHECK(Json::parse(first.get().json)["build"] == "one");
    CHECK(Json::parse(second.get().json)["build"] == "two");
    fixture.events.wait_for(ended, 1);
    fixture.events.wait_for(ended, 2);
    CHECK(fixture.runtime->counters().parked == 0);
    fixture.reloaded("reloadable_two", "two");
}

TEST_CASE("one can go back to the build before, and forth again") {
    Fixture fixture;
    fixture.begin();
    CHECK(fixture.runtime->roll_back().error().message == "There is no earlier build to go back to.");
    CHECK(fixture.build() == "one");
    fixture.reloaded("reloadable_two", "two");
    CHECK(fixture.build() == "two");

    const auto back = fixture.runtime->roll_back();
    REQUIRE(back);
    CHECK(back->generation == 3);
    CHECK(fixture.call() == Json{{"build", "one"}, {"state", "two:01"}});
    CHECK(fixture.events.wait_for(Kind::rolled_back, 3).message ==
          "Generation 3 of the plugin reloadable one serves again.");

    REQUIRE(fixture.runtime->roll_back());
    CHECK(fixture.build() == "two");
}

TEST_CASE("a build that fails its first calls in a row is replaced by the last good one") {
    Fixture fixture;
    fixture.begin();
    CHECK(fixture.build() == "one");
    fixture.reloaded("reloadable_broken", "broken");
    for (int i = 0; i < 3; ++i) CHECK(fixture.call()["error"]["code"] == "internal");
    CHECK(fixture.events.wait_for(Kind::rolled_back, 3).generation == 3);
    CHECK(fixture.build() == "one");
    fixture.events.wait_for(ended, 2);
}

TEST_CASE("a broken build on top of a broken one does not become the one to go back to") {
    Fixture fixture;
    fixture.options.reload.trial_calls = 2;
    fixture.begin();
    CHECK(fixture.build() == "one");
    fixture.reloaded("reloadable_broken", "broken");
    CHECK(fixture.build().empty());
    fixture.reloaded("reloadable_broken", "broken");
    for (int i = 0; i < 2; ++i) CHECK(fixture.build().empty());
    fixture.events.wait_for(Kind::rolled_back, 4);
    CHECK(fixture.build() == "one");
}

TEST_CASE("errors that tell the caller what to do better are no reason to go back") {
    Fixture fixture;
    fixture.begin();
    fixture.reloaded("reloadable_two", "two");
    for (int i = 0; i < 10; ++i) CHECK(fixture.call("guide")["error"]["code"] == "not_found");
    CHECK(fixture.build() == "two");
    fixture.runtime->unload();
    for (const auto& event : fixture.events.all()) CHECK(event.kind != Kind::rolled_back);
}

TEST_CASE("a host that wants no rollback gets none") {
    Fixture fixture;
    fixture.options.reload.trial_calls = 0;
    fixture.begin();
    fixture.reloaded("reloadable_broken", "broken");
    for (int i = 0; i < 10; ++i) CHECK(fixture.build().empty());
    fixture.runtime->unload();
    for (const auto& event : fixture.events.all()) CHECK(event.kind != Kind::rolled_back);
}

TEST_CASE("unloading ends the calls of every generation") {
    Fixture fixture;
    fixture.begin();
    auto first = fixture.hold();
    fixture.reloaded("reloadable_two", "two");
    auto second = fixture.hold();
    CHECK(fixture.runtime->unload() != keep_images_by_default);
    CHECK(Json::parse(first.get().json)["error"]["code"] == "cancelled");
    CHECK(Json::parse(second.get().json)["error"]["code"] == "cancelled");
    CHECK(fixture.copies() == 0);
    CHECK(fixture.runtime->tools().empty());
}

TEST_CASE("where nothing is loaded, a reload loads") {
    Fixture fixture;
    fixture.runtime = std::make_unique<Runtime>(fixture.options);
    REQUIRE_FALSE(fixture.reload("reloadable_create_fails", "failing"));
    fixture.reloaded("reloadable_one", "one");
    CHECK(fixture.build() == "one");
}

TEST_CASE("calls that come from several threads during reloads all end once, and well") {
    Fixture fixture;
    fixture.begin();
    fixture.gate.open = true;
    constexpr int callers = 3;
    constexpr int reloads = 20;
    std::atomic<bool> reloading = true;
    std::atomic<int> started = 0;
    std::atomic<int> answered = 0;
    std::atomic<int> failed = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&] {
            do {
                CallRequest request;
                request.tool = started++ % 2 == 0 ? "hold" : "which";
                const auto result = run(*fixture.runtime, request);
                if (result.kind != ALYSIO_RESULT_SUCCESS || result.end != CallResult::End::finished) ++failed;
                ++answered;
            } while (reloading);
        });
    }
    for (int round = 0; round < reloads; ++round) {
        const bool odd = round % 2 == 0;
        fixture.reloaded(odd ? "reloadable_two" : "reloadable_one", odd ? "two" : "one");
    }
    reloading = false;
    for (auto& thread : threads) thread.join();
    CHECK(failed == 0);
    CHECK(answered == started);
    for (unsigned generation = 1; generation <= reloads; ++generation) fixture.events.wait_for(ended, generation);
}

}  // namespace reload_test
