// What one build of the Salesforce plugin leaves to the next, through the real runtime and transport.

#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/runtime/sha256.hpp"
#include "tests/sandbox_host/services/http_world.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <mutex>

using namespace alysio::sandbox;
using namespace alysio::sandbox::testing;
namespace fs = std::filesystem;

namespace {

// Another build, for all a host can tell: bytes that no loader looks at follow the library.
fs::path another_build(const fs::path& folder) {
    const fs::path original = ALYSIO_SALESFORCE;
    const fs::path library = folder / original.filename();
    fs::copy_file(original, library);
    std::ofstream(library, std::ios::app) << "another build";
    auto manifest = nlohmann::json::parse(std::ifstream(runtime::manifest_beside(original)));
    manifest["sha256"] = runtime::sha256_of_file(library).value();
    std::ofstream(runtime::manifest_beside(library)) << manifest;
    return library;
}

}  // namespace

TEST_CASE("a reloaded plugin explains an object that the build before had asked for, and asks nothing") {
    std::mutex mutex;
    std::vector<std::string> asked;
    const std::string describe = answer(
        200,
        R"({"name":"Account","label":"Account","fields":[{"name":"Industry","label":"Industry","type":"string"}]})",
        "Content-Type: application/json\r\n");
    RawServer server([&](Peer& peer) {
        for (std::string seen; !(seen = peer.read_request()).empty(); peer.write(describe)) {
            const std::lock_guard lock(mutex);
            asked.push_back(seen.substr(0, seen.find("\r\n")));
        }
    });
    const auto requests = [&] {
        const std::lock_guard lock(mutex);
        return asked;
    };
    const auto road = std::make_shared<Road>();
    road->origin = server.origin();
    connection::Identity identity;
    identity.principal = "ann";
    identity.web_url = server.origin();
    identity.time_zone = "Europe/Berlin";
    identity.connection =
        R"({"user_id":"005dM00000abcdeQAA","user_name":"Ann","multi_currency":false,"person_accounts":false})";
    const auto acting_for = [&] {
        return std::make_shared<connection::ActingUser>(
            connection::ActingUser{std::make_shared<connection::Identity>(identity), road, {}});
    };
    runtime::CallRequest request;
    request.tool = "salesforce_get_object_fields";
    request.arguments = R"({"object_name":"Account"})";
    request.acting_for = acting_for();

    services::HttpService http{std::make_shared<services::CurlTransport>()};
    runtime::RuntimeOptions options;
    options.instance.services = {http.service()};
    runtime::Runtime runtime(options);
    REQUIRE(runtime.load(ALYSIO_SALESFORCE, runtime::manifest_beside(ALYSIO_SALESFORCE)));
    const auto before = run(runtime, request);
    REQUIRE(before.kind == ALYSIO_RESULT_SUCCESS);
    const std::vector<std::string> once = {"GET /sobjects/Account/describe HTTP/1.1"};
    REQUIRE(requests() == once);

    const auto folder = std::move(*runtime::RunFolder::create({}));
    const auto library = another_build(folder->path());
    const auto reloaded = runtime.reload(library, runtime::manifest_beside(library));
    INFO((reloaded ? "" : reloaded.error().message));
    REQUIRE(reloaded);
    CHECK(run(runtime, request).json == before.json);
    CHECK(requests() == once);
    identity.principal = "bob";
    request.acting_for = acting_for();
    run(runtime, request);
    CHECK(requests().size() == 2);
}
