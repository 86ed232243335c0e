// The real services on one thread: requests over a scripted network, files, and a time of the test's own.

#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/services/artifact_service.hpp"
#include "tests/sandbox_host/services/http_world.hpp"
#include "tests/sandbox_host/services/scripted_transport.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <iterator>

namespace one_thread_test {

using namespace alysio;
using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
using namespace std::chrono_literals;

namespace {

std::ptrdiff_t threads() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

struct OneThread {
    explicit OneThread(ScriptedTransport::Script script)
        : http(std::make_shared<ScriptedTransport>(time, std::move(script))) {
        services::ArtifactOptions artifact_options;
        artifact_options.root = folder->path();
        artifact_options.executor = time;
        artifacts = std::make_unique<services::ArtifactService>(artifact_options);
        runtime::RuntimeOptions options;
        options.executor = time;
        options.reaper = time;
        options.instance.clock = time;
        options.instance.services = {http.service(), artifacts->service()};
        runtime = std::make_unique<runtime::Runtime>(options);
        REQUIRE(runtime->load(ScriptedPlugin::table()));
    }

    // [lane] GET, with a line for all that comes.
    void get(alysio_call call, std::string_view path, std::uint64_t timeout_ns = 0) {
        static const alysio_http_events events = {
            sizeof events, 0,
            [](void* self, alysio_request, const alysio_http_head* head) {
                static_cast<OneThread*>(self)->note("head " + std::to_string(head->http_status));
            },
            [](void* self, alysio_request request, alysio_str chunk) {
                auto& world = *static_cast<OneThread*>(self);
                world.note(std::to_string(chunk.size) + " bytes");
                world.api().consume(world.plugin.host->ctx, request, chunk.size);
            },
            [](void* self, alysio_request, const alysio_http_end* end) {
                auto& world = *static_cast<OneThread*>(self);
                world.note("end " + std::to_string(end->status) + ", sent " + std::to_string(end->sent));
                world.plugin.finish(world.open);
            }};
        alysio_http_request request{};
        request.struct_size = sizeof request;
        request.method = ALYSIO_HTTP_GET;
        request.path = sdk::str(path);
        request.timeout_ns = timeout_ns;
        alysio_request handle = 0;
        open = call;
        REQUIRE(api().start(plugin.host->ctx, call, &request, &events, this, &handle) == ALYSIO_OK);
    }
    const alysio_http& api() const { return *plugin.service<alysio_http>(ALYSIO_HTTP_SERVICE); }
    void note(const std::string& what) {
        happened.push_back(std::to_string(time->since_begin() / 1ms) + " ms: " + what);
    }
    // A call whose body is `step`, and a minute.
    void run(std::function<void(alysio_call)> step) {
        plugin.on_call = [step = std::move(step)](ScriptedPlugin&, const alysio_call_info& info) {
            step(info.call);
            return ALYSIO_OK;
        };
        auto identity = std::make_shared<connection::Identity>();
        identity->tenant = "acme";
        identity->user = "admin";
        identity->principal = "acme/admin";
        runtime::CallRequest request;
        request.tool = "act";
        request.acting_for =
            std::make_shared<connection::ActingUser>(connection::ActingUser{std::move(identity), road, {}});
        runtime->call(request, {{}, [this](auto, const auto&) { note("over"); }});
        time->run_for(1min);
        CHECK(threads() == 1);
    }

    std::unique_ptr<runtime::RunFolder> folder = std::move(*runtime::RunFolder::create({}));
    std::shared_ptr<VirtualTime> time = std::make_shared<VirtualTime>();
    ScriptedPlugin plugin;
    std::shared_ptr<Road> road = std::make_shared<Road>();
    services::HttpService http;
    std::unique_ptr<services::ArtifactService> artifacts;
    std::unique_ptr<runtime::Runtime> runtime;
    std::vector<std::string> happened;
    alysio_call open = 0;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a request goes over a scripted network, on one thread and in no real time") {
    OneThread world([](const connection::WireRequest&) {
        return ScriptedAnswer{10ms, 200, {std::string(5, 'x'), std::string(300'000, 'y')}};
    });
    world.run([&](alysio_call call) { world.get(call, "/rows"); });
    // A body that is larger than what the plugin is handed at once comes in pieces of one moment.
    CHECK(world.happened == Lines{"20 ms: head 200", "20 ms: 5 bytes", "30 ms: 262144 bytes", "30 ms: 37856 bytes",
                                  "40 ms: end 0, sent 2", "40 ms: over"});
}

TEST_CASE("a credential that is renewed has the request sent once more over a scripted network too") {
    int answers = 0;
    OneThread world([&](const connection::WireRequest&) {
        return ScriptedAnswer{1ms, ++answers == 1 ? 401 : 200, {"no"}};
    });
    world.road->collects = [](const connection::ResponseHead& head) { return head.status == 401; };
    world.road->judge = [](const auto&, std::string_view) { return connection::Verdict(connection::Replay()); };
    world.run([&](alysio_call call) { world.get(call, "/rows"); });
    CHECK(answers == 2);
    REQUIRE_FALSE(world.happened.empty());
    CHECK(world.happened.front() == "5 ms: head 200");
}

TEST_CASE("a time limit is kept by the time that is given") {
    OneThread world([](const connection::WireRequest&) { return ScriptedAnswer{10s, 200, {}}; });
    world.run([&](alysio_call call) { world.get(call, "/rows", 12'000'000'000); });
    CHECK(world.happened == Lines{"12000 ms: end " + std::to_string(ALYSIO_E_TIMEOUT) + ", sent 1", "12000 ms: over"});
}

TEST_CASE("a file is written by the one thread, and the service waits for it at its end") {
    OneThread world([](const connection::WireRequest&) { return ScriptedAnswer{}; });
    static const alysio_artifact_events events = {
        sizeof events, 0, [](void*, alysio_artifact) {},
        [](void* self, alysio_artifact, const alysio_artifact_closed* closed) {
            auto& told = *static_cast<OneThread*>(self);
            told.note("closed " + std::to_string(closed->bytes));
            told.plugin.finish(told.open);
        }};
    world.run([&](alysio_call call) {
        const auto& api = *world.plugin.service<alysio_artifact_service>(ALYSIO_ARTIFACT_SERVICE);
        alysio_artifact_options options{};
        options.struct_size = sizeof options;
        options.if_left_open = ALYSIO_ARTIFACT_DISCARD;
        options.name = sdk::str("rows.csv");
        alysio_artifact file = 0;
        std::uint64_t taken = 0;
        world.open = call;
        REQUIRE(api.open(world.plugin.host->ctx, call, &options, &events, &world, &file) == ALYSIO_OK);
        REQUIRE(api.write(world.plugin.host->ctx, file, sdk::str("a,b"), &taken) == ALYSIO_OK);
        REQUIRE(api.close(world.plugin.host->ctx, file, ALYSIO_ARTIFACT_COMMIT) == ALYSIO_OK);
    });
    CHECK(world.happened == Lines{"0 ms: closed 3", "0 ms: over"});
    CHECK(std::filesystem::file_size(world.folder->path() / "acme" / "admin" / "rows.csv") == 3);
    world.runtime.reset();
    world.artifacts.reset();
}

}  // namespace one_thread_test
