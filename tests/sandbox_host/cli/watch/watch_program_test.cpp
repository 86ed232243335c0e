// alysio-sandbox watch, as a process without a terminal.

#include "tests/sandbox_host/cli/watch/workshop.hpp"
#include "tests/sandbox_host/services/raw_server.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>

using namespace alysio::sandbox::cli;
using namespace alysio::sandbox::testing;

namespace {

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a save builds and reloads the plugin, and the last call is repeated by an empty line") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    watch.say("which {}");
    watch.until("#1 which {}");
    watch.until("#1 ok");
    watch.until("build  one");
    workshop.save("reloadable_two");
    watch.until("saved build, building");
    watch.until("reloaded: generation 2, with 6 B of state");
    const auto times = watch.until("save to ready");
    for (const auto* part : {": gathering ", ", build ", ", host ", "(verify ", ", load ", ", hand over "}) {
        CHECK(has(times, part));
    }
    watch.until("Generation 1 has ended");
    watch.say("");
    watch.until("#2 which {}");
    watch.until("build  two");
    watch.until("state  one:01");
    const auto rest = watch.end();
    CHECK(rest.exit_code == 0);
    CHECK(rest.err.empty());
}

TEST_CASE("a reload shows which tools came and went, and which properties of the others") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    workshop.save("reloadable_other_tools");
    const auto tools = watch.until("- tool guide");
    CHECK(has(tools, "  ~ tool which  description reworded\n"));
    CHECK(has(tools, "  + tool more  more\n"));
    workshop.save("reloadable_limit");
    watch.until("~ tool which  description reworded");
    watch.until("input  + limit  integer");
    watch.until("- tool more");
}

TEST_CASE("a reload shows what clients may misread in the schemas") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    workshop.save("reloadable_odd_schema");
    watch.until("! The input schema of which");
}

TEST_CASE("a build that fails is shown by its errors, and what ran goes on") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    workshop.save("bad");
    watch.until("src/build:1:1: error: there is no such build");
    watch.until("the build failed after ");
    watch.say("o");
    watch.until("src/build:1:1: error: there is no such build");
    watch.say("which");
    watch.until("build  one");
    workshop.save("reloadable_two");
    watch.until("save to ready");
    watch.say("o");
    watch.until("no build has said anything");
}

TEST_CASE("a build of the same library says so") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    workshop.save("reloadable_one");
    watch.until("the same library as before");
}

TEST_CASE("a save while a build runs ends that build and starts another") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    workshop.save("slow");
    workshop.wait_for_slow_build();
    workshop.save("reloadable_two");
    watch.until("saved meanwhile: that build was ended");
    watch.until("saved build, building");
    watch.until("reloaded: generation 2");
}

TEST_CASE("a build that the host refuses is not loaded, says why, and the one before goes on") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    workshop.save("reloadable_create_fails");
    CHECK(has(watch.until("not loaded: "), "it has a bad day."));
    watch.say("which");
    watch.until("build  one");
}

TEST_CASE("a build with an endpoint that the tenant's policy cannot be enforced on is not loaded") {
    const Workshop workshop;
    const auto change = [&](const std::string& file, const auto& edit) {
        auto json = nlohmann::json::parse(std::ifstream(workshop.program.home() / file));
        edit(json);
        workshop.program.write(file, json.dump());
    };
    change("me.json", [](auto& config) {
        config["tenants"]["me"]["policy"]["read"]["denied_objects"] = nlohmann::json::array({"Salary__c"});
    });
    change("offer/reloadable_two.json", [](auto& manifest) {
        manifest["policy"]["endpoints"].push_back({{"endpoint", "GET /search"}});
    });
    Dialogue watch(workshop, workshop.watch());
    watch.say("which {}");
    watch.until("build  one");
    workshop.save("reloadable_two");
    CHECK(
        has(watch.until("not loaded: "), "/tenants/me/policy/read/denied_objects: cannot be enforced on GET /search"));
    watch.say("which");
    watch.until("build  one");
}

TEST_CASE("calls are repeated by themselves after each reload where that is wanted") {
    const Workshop workshop;
    SECTION("from the start") {
        Dialogue watch(workshop, workshop.watch({"--repeat", "which", "{\"a\":1}"}));
        watch.until("#1 ok");
        workshop.save("reloadable_two");
        watch.until("#2 which {\"a\":1}");
        watch.until("build  two");
    }
    SECTION("when it is asked for") {
        Dialogue watch(workshop, workshop.watch());
        watch.say("which");
        watch.until("#1 ok");
        watch.say("auto");
        watch.until("each reload repeats the last call, which changes data each time");
        workshop.save("reloadable_two");
        watch.until("#2 which {}");
        watch.until("build  two");
        watch.say("auto");
        watch.until("calls are not repeated any more");
    }
}

TEST_CASE("b goes back to the build before") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    watch.say("b");
    watch.until("There is no earlier build to go back to.");
    workshop.save("reloadable_other_tools");
    watch.until("reloaded: generation 2");
    watch.say("b");
    watch.until("Generation 3 of the plugin reloadable one serves again.");
    watch.until("+ tool guide");
    watch.until("- tool more");
    watch.say("which");
    watch.until("build  one");
}

TEST_CASE("a new build that fails its first calls is replaced by the last good one, which is shown") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    workshop.save("reloadable_broken");
    watch.until("reloaded: generation 2");
    for (int i = 0; i < 3; ++i) watch.say("which");
    CHECK(has(watch.until("serves again."), "#3 error"));
    watch.say("r");
    watch.until("build  one");
}

TEST_CASE("a part of a tool's name is enough, a wrong one is helped, and d previews") {
    const Workshop workshop;
    Dialogue watch(workshop, workshop.watch());
    watch.say("whi");
    watch.until("#1 which {}");
    watch.say("wich");
    watch.until("the plugin has no tool \"wich\"; did you mean which?");
    watch.say("which {nonsense");
    watch.until("the arguments are no JSON");
    watch.say("d which");
    watch.until("#2 preview of which {}");
    watch.until("Nothing was changed");
    watch.say("t");
    watch.until("Always an error that tells what to do.");
    watch.say("?");
    watch.until("goes back to the build before");
}

TEST_CASE("the end of input ends the session once the calls under way have ended") {
    const Workshop workshop;
    const auto outcome = workshop.program.run(workshop.watch(), "guide\nwhich\n");
    CHECK(outcome.exit_code == 0);
    CHECK(has(outcome.out, "#1 error"));
    CHECK(has(outcome.out, "look elsewhere"));
    CHECK(has(outcome.out, "#2 ok"));
    CHECK_FALSE(has(outcome.out, "\x1b"));
    CHECK_FALSE(has(outcome.out, "\r"));
}

TEST_CASE("what cannot be watched or built is refused at once") {
    const Workshop workshop;
    const auto home = workshop.program.home();
    const std::vector<std::string> plugin{"watch", "--plugin", (home / "out/plugin.so").string()};
    const auto with = [&](const std::string& option, const std::string& value) {
        auto arguments = plugin;
        arguments.insert(arguments.end(), {option, value});
        return workshop.program.run(arguments);
    };
    CHECK(has(with("--build", "true").err, "say what to watch by --source"));
    CHECK(has(with("--source", home.string()).err, "say how it is built by --build"));
    CHECK(has(workshop.program.run(plugin).out, "watching the library alone"));
}

TEST_CASE("exchanges are shown as they end, with bodies where they are wanted, and never with a credential") {
    std::string asked;
    RawServer server([&](Peer& peer) {
        asked = peer.read_request();
        peer.write(answer(200, "a body"));
    });
    Workshop workshop("fixture_sound");
    workshop.connect_to(server.origin());
    const bool bodies = GENERATE(true, false);
    const auto outcome = workshop.program.run(
        workshop.watch(bodies ? std::vector<std::string>{"--bodies"} : std::vector<std::string>{}), "fetch\n");
    REQUIRE(has(asked, "Authorization: Bearer " + std::string(Workshop::token)));
    CHECK(has(outcome.out, "#1  GET /answer  200  6 B  "));
    CHECK(has(outcome.out, ", 1 request\n"));
    CHECK(has(outcome.out, "    <- a body\n") == bodies);
    CHECK_FALSE(has(outcome.out + outcome.err, Workshop::token));
}

TEST_CASE("Ctrl-C cancels what is running first, and then ends the session with all that it has started") {
    RawServer server([](Peer& peer) {
        peer.read_request();
        peer.wait_for_close();
    });
    Workshop workshop("fixture_sound");
    workshop.connect_to(server.origin());
    Dialogue watch(workshop, workshop.watch({"fetch"}));
    watch.until("#1 fetch {}");
    workshop.save("slow");
    workshop.wait_for_slow_build();
    watch.process.signal(SIGINT);
    watch.until("cancelling; Ctrl-C again quits");
    CHECK(has(watch.until("#1 error"), "GET /answer  cancelled"));
    watch.process.signal(SIGINT);
    // Its output ends when nobody can write into it any more.
    const auto rest = watch.process.wait();
    CHECK(rest.err.empty());
    CHECK(rest.exit_code == 0);
}
