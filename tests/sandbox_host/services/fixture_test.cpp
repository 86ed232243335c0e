// The whole path with a plugin that is a file, written in C and built for one minor of the ABI or another: load, call,
// HTTP, finish, unload.

#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/runtime/sha256.hpp"
#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
namespace fs = std::filesystem;

namespace {

// A fixture with the manifest that a build would have written for it.
struct Built {
    std::unique_ptr<runtime::RunFolder> folder = std::move(*runtime::RunFolder::create({}));
    fs::path library;
    fs::path manifest = folder->path() / "fixture.manifest.json";

    Built(const std::string& fixture, int minor) : library((fs::path(ALYSIO_FIXTURES) / fixture).concat(".so")) {
        std::ofstream(manifest) << nlohmann::json{{"format_version", 1},
                                                  {"name", "fixture"},
                                                  {"version", "1.2.3"},
                                                  {"abi", {{"major", 1}, {"minor", minor}}},
                                                  {"tools", nlohmann::json::array({"echo", "fetch"})},
                                                  {"file", library.filename()},
                                                  {"sha256", runtime::sha256_of_file(library).value()}};
    }
};

}  // namespace

TEST_CASE("a plugin in C, of whatever minor, fetches an answer over HTTP and is unloaded") {
    struct Row {
        const char* fixture;
        int minor;
    };
    const auto row = GENERATE(
        values<Row>({{"fixture_sound", ALYSIO_ABI_MINOR}, {"fixture_built_for_1_0", 0}, {"fixture_built_for_1_1", 1}}));
    CAPTURE(row.fixture);
    const Built built(row.fixture, row.minor);
    RawServer server(RawServer::always(answer(200, std::string(300'000, 'x'))));
    services::HttpService http{std::make_shared<services::CurlTransport>()};
    runtime::RuntimeOptions options;
    options.instance.services = {http.service()};
    runtime::Runtime runtime(options);
    const auto loaded = runtime.load(built.library, built.manifest);
    INFO((loaded ? "" : loaded.error().message));
    REQUIRE(loaded);

    const auto road = std::make_shared<Road>();
    road->origin = server.origin();
    const auto acting_for = std::make_shared<connection::ActingUser>();
    acting_for->connection = road;
    runtime::CallRequest request;
    request.tool = "fetch";
    request.acting_for = acting_for;
    REQUIRE(run(runtime, request).json == R"({"http_status":200,"bytes":300000})");

    road->origin = "http://127.0.0.1:" + std::to_string(free_port());
    const auto failed = run(runtime, request);
    REQUIRE(failed.kind == ALYSIO_RESULT_ERROR);
    REQUIRE(failed.json == R"({"error":{"message":"The answer did not come.","failure":24}})");
    REQUIRE(runtime.unload() != runtime::keep_images_by_default);
}

TEST_CASE("what two builds of a plugin send for one tenant waits in one row") {
    // The first answer comes only when the request of the second build is in the row too.
    std::promise<void> both;
    const auto second_is_there = both.get_future().share();
    RawServer server([second_is_there](Peer& peer) {
        while (!peer.read_request().empty()) {
            second_is_there.wait();
            peer.write(answer(200, "x"));
        }
    });
    const auto road = std::make_shared<Road>();
    road->origin = server.origin();
    road->line = std::make_unique<Line>(1);
    std::promise<void> first;
    road->line->on_enter = [&](auto ticket) { (ticket == 1 ? first : both).set_value(); };

    const Built built("fixture_sound", ALYSIO_ABI_MINOR);
    services::HttpService http{std::make_shared<services::CurlTransport>()};
    runtime::RuntimeOptions options;
    options.instance.services = {http.service()};
    runtime::Runtime runtime(options);
    REQUIRE(runtime.load(built.library, built.manifest));
    const auto fetch = [&] {
        const auto acting_for = std::make_shared<connection::ActingUser>();
        acting_for->connection = road;
        runtime::CallRequest request;
        request.tool = "fetch";
        request.acting_for = acting_for;
        const auto done = std::make_shared<std::promise<runtime::CallResult>>();
        runtime.call(std::move(request), {{}, [done](auto, auto result) { done->set_value(std::move(result)); }});
        return done->get_future();
    };
    auto before = fetch();
    first.get_future().wait();
    REQUIRE(runtime.reload(built.library, built.manifest));
    auto after = fetch();
    CHECK(before.get().json == R"({"http_status":200,"bytes":1})");
    CHECK(after.get().json == R"({"http_status":200,"bytes":1})");
    CHECK(road->line->most_inside == 1);
}
