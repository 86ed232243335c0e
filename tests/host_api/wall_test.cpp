#include "probe.hpp"

#include <alysio/sdk/http.hpp>

#include <catch2/catch.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

using namespace alysio;
using alysio::tests::Probe;
using alysio::tests::ProbeHost;
using sdk::Call;
using sdk::Reply;
using sdk::Task;

namespace {

Task<Reply> at_once(Call&) {
    co_return Reply::success(R"({"ok":true})");
}

}  // namespace

TEST_CASE("a tool that needs nothing is finished before call returns") {
    ProbeHost host(at_once);
    const auto& call = host.probe();
    CHECK(call.finished);
    CHECK(call.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(call.result == R"({"ok":true})");
    CHECK(host.misuse.empty());
}

TEST_CASE("an exception that leaves a tool becomes an internal error, and the other calls go on") {
    auto bug = [](Call& call) -> Task<Reply> {
        co_await call.sleep(1);
        if (call.principal() == "unlucky") throw std::logic_error("off by one");
        co_return Reply::success("{}");
    };
    ProbeHost host(bug);
    testing::CallOptions options;
    options.principal = "unlucky";
    const auto& unlucky = host.probe(options);
    const auto& lucky = host.probe();
    host.run();
    CHECK(unlucky.kind == ALYSIO_RESULT_ERROR);
    CHECK(unlucky.result.find(R"("code":"internal")") != std::string::npos);
    CHECK(unlucky.result.find("off by one") == std::string::npos);
    CHECK(host.logs == std::vector<std::string>{"plugin.bug: off by one"});
    CHECK(lucky.kind == ALYSIO_RESULT_SUCCESS);
    CHECK(host.misuse.empty());
}

TEST_CASE("destroying an instance with calls in flight leaves no frame, request or timer behind") {
    auto busy = [](Call& call) -> Task<Reply> {
        sdk::HttpRequest request(ALYSIO_HTTP_GET, "/slow");
        sdk::HttpExchange exchange(call, request);
        co_await call.sleep(1'000'000'000);
        co_return Reply::success("{}");
    };
    const int64_t frames = sdk::live_frames();
    {
        ProbeHost host(busy);
        for (int i = 0; i < 10; ++i) host.probe();
        CHECK(sdk::live_frames() > frames);
        host.destroy();
        CHECK(host.open_requests() == 0);
        CHECK(host.open_timers() == 0);
        CHECK(host.misuse.empty());
    }
    CHECK(sdk::live_frames() == frames);
}

TEST_CASE("an entry that overlaps another one is refused") {
    alysio_status inner = ALYSIO_OK;
    ProbeHost* current = nullptr;
    auto re_enters = [&](Call&) -> Task<Reply> {
        inner = current->call("probe", "{}").accepted;
        co_return Reply::success("{}");
    };
    ProbeHost host(re_enters);
    current = &host;
    const auto& outer = host.probe();
    CHECK(outer.finished);
    CHECK(inner == ALYSIO_E_WRONG_STATE);
}

TEST_CASE("a call of a tool that the plugin does not have, or for nobody, never reaches its code") {
    bool reached = false;
    ProbeHost host([&](Call& call) -> Task<Reply> {
        reached = true;
        return at_once(call);
    });
    CHECK(host.call("prob", "{}").accepted == ALYSIO_E_INVALID_ARGUMENT);
    CHECK(host.call("", "{}").accepted == ALYSIO_E_INVALID_ARGUMENT);
    testing::CallOptions nobody;
    nobody.principal = "";
    CHECK(host.probe(nobody).accepted == ALYSIO_E_INVALID_ARGUMENT);
    CHECK_FALSE(reached);
    CHECK(host.probe().finished);
    CHECK(reached);
}

TEST_CASE("state goes out through the sink and comes in through create") {
    ProbeHost old_generation(at_once);
    const std::string state = old_generation.save_state();
    CHECK(state == "state of a probe");

    testing::TestHost new_generation(alysio::tests::probe_table);
    REQUIRE(new_generation.create("{}", state) == ALYSIO_OK);
    CHECK(Probe::saved_state_seen == state);
}

TEST_CASE("a constructor that throws fails create with its own words") {
    struct Refuses {
        Refuses(sdk::Core&, std::string_view, std::string_view) { throw std::invalid_argument("settings need a name"); }
        static Task<Reply> run(Call& call) { return at_once(call); }
    };
    static constexpr alysio_plugin table = sdk::plugin_table<Refuses, alysio::tests::probe_tools>("refuses", "1");
    testing::TestHost host(table);
    CHECK(host.create() == ALYSIO_E_INVALID_ARGUMENT);
    CHECK(host.create_error == "settings need a name");
}

TEST_CASE("whatever a constructor throws fails create, and stops at the wall") {
    struct Throws {
        Throws(sdk::Core&, std::string_view, std::string_view) { throw 42; }
        static Task<Reply> run(Call& call) { return at_once(call); }
    };
    static constexpr alysio_plugin table = sdk::plugin_table<Throws, alysio::tests::probe_tools>("throws", "1");
    testing::TestHost host(table);
    CHECK(host.create() == ALYSIO_E_INTERNAL);
    CHECK(host.create_error == "An exception of an unknown type.");
}

TEST_CASE("words too long for an error of create are cut between characters") {
    struct Wordy {
        Wordy(sdk::Core&, std::string_view words, std::string_view) { throw std::invalid_argument(std::string(words)); }
        static Task<Reply> run(Call& call) { return at_once(call); }
    };
    static constexpr alysio_plugin table = sdk::plugin_table<Wordy, alysio::tests::probe_tools>("wordy", "1");
    const std::size_t room = sizeof(alysio_error::message);
    testing::TestHost host(table);
    const std::string fitting(room, 'x');
    CHECK(host.create(fitting) == ALYSIO_E_INVALID_ARGUMENT);
    CHECK(host.create_error == fitting);
    const std::string before(room - 1, 'x');
    CHECK(host.create(before + "é") == ALYSIO_E_INVALID_ARGUMENT);
    CHECK(host.create_error == before);
}

TEST_CASE("a tool that ends without an answer is a bug, and the call is finished all the same") {
    ProbeHost host([](Call&) -> Task<Reply> { co_return Reply::success(""); });
    const auto& call = host.probe();
    CHECK(call.finished);
    CHECK(call.kind == ALYSIO_RESULT_ERROR);
    CHECK(call.result.find(R"("code":"internal")") != std::string::npos);
    CHECK(host.logs == std::vector<std::string>{"plugin.bug: the tool ended without an answer"});
    CHECK(host.misuse.empty());
}

TEST_CASE("malformed entries are answered, not followed") {
    ProbeHost host(at_once);
    CHECK(tests::probe_table.call(nullptr, nullptr) == ALYSIO_E_INVALID_ARGUMENT);
    CHECK(tests::probe_table.create(nullptr, {}, {}, nullptr, nullptr) == ALYSIO_E_INVALID_ARGUMENT);
    alysio_instance* instance = nullptr;
    CHECK(tests::probe_table.create(nullptr, {}, {}, &instance, nullptr) == ALYSIO_E_INCOMPATIBLE);
    CHECK(instance == nullptr);
    tests::probe_table.cancel(nullptr, 1, ALYSIO_CANCEL_USER, 0);
    tests::probe_table.destroy(nullptr);
}
