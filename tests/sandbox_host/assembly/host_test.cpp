// A host assembled by the library alone: no command line, no variable of the environment, no program.
#include "sandbox_host/assembly/host.hpp"

#include "sandbox_host/assembly/providers.hpp"
#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/runtime/sha256.hpp"
#include "tests/sandbox_host/services/raw_server.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <future>

namespace alysio::sandbox::assembly {
namespace {

using Json = nlohmann::json;

// The fixture with a manifest that lets it ask for /answer.
struct Plugin {
    std::unique_ptr<runtime::RunFolder> folder = std::move(*runtime::RunFolder::create({}));
    std::filesystem::path library = folder->path() / "fixture_sound.so";

    Plugin() {
        const auto built = std::filesystem::path(ALYSIO_FIXTURES) / library.filename();
        std::filesystem::copy_file(built, library);
        const Json endpoint = {{"endpoint", "GET /answer"},
                               {"query", Json::array()},
                               {"request_headers", Json::array()},
                               {"response_headers", Json::array()}};
        std::ofstream(runtime::manifest_beside(library)) << Json{{"format_version", 1},
                                                                 {"name", "fixture"},
                                                                 {"version", "1.2.3"},
                                                                 {"abi", {{"major", 1}, {"minor", 0}}},
                                                                 {"tools", {"echo", "fetch"}},
                                                                 {"policy", {{"endpoints", Json::array({endpoint})}}},
                                                                 {"file", library.filename().string()},
                                                                 {"sha256", runtime::sha256_of_file(built).value()}};
    }

    HostOptions options() const {
        HostOptions options;
        options.plugin = library;
        options.state = folder->path() / "state";
        return options;
    }
};

tenants::Config config_of(const std::string& origin) {
    const Json connection = {
        {"kind", "direct"}, {"instance_url", origin}, {"access_token_file", "/dev/null"}, {"api_version", "62.0"}};
    auto parsed =
        tenants::parse_config(Json{{"tenants", {{"me", {{"connection", connection}}}}}}.dump(), {}, providers());
    REQUIRE(parsed);
    auto config = *std::move(parsed);
    // No file and no variable: whoever assembles the host has the token in hand.
    for (auto& user : config.tenants.front().users) {
        user.access_token = tenants::SecretSource{};
        user.access_token->given = std::make_shared<const tenants::Secret>("a-token");
    }
    return config;
}

runtime::CallResult result_of(Host& host, const std::string& tool, const std::string& arguments = "{}") {
    auto call = host.call_for_user();
    REQUIRE(call);
    call->tool = tool;
    call->arguments = arguments;
    std::promise<runtime::CallResult> ended;
    runtime::CallEvents events;
    events.on_finish = [&](runtime::CallId, runtime::CallResult result) { ended.set_value(std::move(result)); };
    host.runtime().call(*std::move(call), std::move(events));
    return ended.get_future().get();
}

TEST_CASE("a host assembled by the library alone answers a call, through HTTP in the name of its user") {
    std::promise<std::string> asked;
    testing::RawServer server([&](testing::Peer& peer) {
        asked.set_value(peer.read_request());
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello");
    });
    const Plugin plugin;
    auto options = plugin.options();
    options.tenants = config_of(server.origin());
    const auto host = Host::open(std::move(options));
    REQUIRE(host);
    REQUIRE((*host)->tools().size() == 2);

    const auto echoed = result_of(**host, "echo", R"({"a":1.50})");
    REQUIRE(echoed.json == R"({"a":1.50})");
    const auto fetched = result_of(**host, "fetch");
    REQUIRE(fetched.json == R"({"http_status":200,"bytes":5})");
    const auto request = asked.get_future().get();
    REQUIRE(request.find("GET /services/data/v62.0/answer") == 0);
    REQUIRE(request.find("Authorization: Bearer a-token") != std::string::npos);
}

TEST_CASE("without a configuration a host serves the sandbox org's tenants, with its data in the state folder") {
    const Plugin plugin;
    const auto host = Host::open(plugin.options());
    REQUIRE(host);
    const auto user = (*host)->connect();
    REQUIRE(user);
    REQUIRE((*user)->identity->tenant == "acme");
    REQUIRE(std::filesystem::exists(plugin.folder->path() / "state" / "org"));
    REQUIRE(result_of(**host, "echo").json == "{}");
}

TEST_CASE("a host is assembled with an org that has no sockets") {
    const Plugin plugin;
    auto org = org::Org::open({});
    REQUIRE(org);
    Surroundings surroundings;
    surroundings.org = *std::move(org);
    const auto host = Host::open(plugin.options(), surroundings);
    REQUIRE(host);
    const auto user = (*host)->connect("globex");
    REQUIRE(user);
    REQUIRE((*user)->identity->web_url == surroundings.org->connection().tenants.at("globex").instance_url);
    REQUIRE_FALSE(std::filesystem::exists(plugin.folder->path() / "state" / "org"));
}

TEST_CASE("a host says why it cannot be assembled, and why nobody is connected") {
    const Plugin plugin;
    auto options = plugin.options();
    options.plugin = plugin.folder->path() / "nothing.so";
    REQUIRE_FALSE(Host::open(options));

    options = plugin.options();
    options.tenants = config_of("http://127.0.0.1:1");
    options.fresh = true;
    const auto host = Host::open(options);
    REQUIRE(host);
    const auto call = (*host)->call_for_user();
    REQUIRE_FALSE(call);
    REQUIRE(call.error().problem == Problem::fresh_without_org);

    options.fresh = false;
    const auto other = Host::open(options);
    REQUIRE(other);
    const auto nobody = (*other)->connect("me", "bob");
    REQUIRE_FALSE(nobody);
    REQUIRE(nobody.error().message.find("bob") != std::string::npos);
}

}  // namespace
}  // namespace alysio::sandbox::assembly
