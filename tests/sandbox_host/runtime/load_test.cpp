#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/run_folder.hpp"
#include "sandbox_host/runtime/runtime.hpp"
#include "sandbox_host/runtime/sha256.hpp"
#include "tests/plugins/scripted_plugin.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

using namespace alysio::sandbox::runtime;
using alysio::sandbox::testing::run;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

// A folder with one fixture plugin and the manifest a build would have written for it.
struct Built {
    std::unique_ptr<RunFolder> folder = std::move(*RunFolder::create({}));
    fs::path library;
    fs::path manifest;
    Json json;

    explicit Built(const std::string& fixture) {
        library = folder->path() / "fixture.so";
        manifest = manifest_beside(library);
        fs::copy_file(fs::path(ALYSIO_FIXTURES) / (fixture + ".so"), library);
        json = {{"format_version", 1},
                {"name", "fixture"},
                {"version", "1.2.3"},
                {"abi", {{"major", 1}, {"minor", 0}}},
                {"tools", Json::array({"fetch", "echo"})},
                {"file", "fixture.so"},
                {"sha256", sha256_of_file(library).value()}};
        write();
    }
    void write() const { std::ofstream(manifest) << json; }
};

std::string refusal(const Built& built) {
    Runtime runtime({});
    const auto loaded = runtime.load(built.library, built.manifest);
    return loaded ? "" : loaded.error().message;
}

}  // namespace

TEST_CASE("folders of processes that were killed are swept, those of living ones and everybody else's are not") {
    const auto parent = std::move(*RunFolder::create({}));
    const auto living = std::move(*RunFolder::create(parent->path()));
    const auto folder = [&](const char* name) {
        std::filesystem::create_directory(parent->path() / name);
        std::filesystem::permissions(parent->path() / name, std::filesystem::perms::owner_all);
        std::ofstream(parent->path() / name / "file") << "x";
        return parent->path() / name;
    };
    const auto killed = folder("alysio-run-a1B2c3");
    const auto foreign = folder("alysio-run-a1B2c3.old");
    const auto open_to_all = folder("alysio-run-d4E5f6");
    std::filesystem::permissions(open_to_all, std::filesystem::perms::all);
    std::filesystem::create_directory_symlink(foreign, parent->path() / "alysio-run-linked");
    const auto next = std::move(*RunFolder::create(parent->path()));
    CHECK_FALSE(std::filesystem::exists(killed));
    CHECK(std::filesystem::exists(foreign / "file"));
    CHECK(std::filesystem::exists(open_to_all / "file"));
    CHECK(std::filesystem::exists(parent->path() / "alysio-run-linked"));
    CHECK(std::filesystem::exists(living->path()));
    CHECK(std::filesystem::exists(next->path()));
}

TEST_CASE("a sound plugin is loaded, shows its tools and runs them") {
    const Built built("fixture_sound");
    Runtime runtime({});
    const auto loaded = runtime.load(built.library, built.manifest);
    INFO((loaded ? "" : loaded.error().message));
    REQUIRE(loaded);

    const auto tools = runtime.tools();
    REQUIRE(tools.size() == 2);
    REQUIRE(tools[0].name == "echo");
    REQUIRE(tools[0].title == "Echo");
    REQUIRE(tools[0].annotations == ALYSIO_TOOL_NON_DESTRUCTIVE);
    REQUIRE(tools[1].name == "fetch");

    CallRequest request;
    request.tool = "echo";
    request.arguments = R"({"amount":1.39E8,"text":"100.00"})";
    const auto result = run(runtime, request);
    REQUIRE(result.end == CallResult::End::finished);
    REQUIRE(result.json == request.arguments);
}

TEST_CASE("a plugin that cannot run here is refused with one sentence that says why") {
    struct Row {
        const char* fixture;
        const char* says;
    };
    const auto row = GENERATE(values<Row>({
        {"fixture_other_major", "speaks ABI 2 and this host ABI 1"},
        {"fixture_newer_host", "needs a host of ABI 1.7"},
        {"fixture_needs_1_1", "needs a host of ABI 1.1 or newer, and this one is 1.0; update the host."},
        {"fixture_short_table", "smaller than ABI 1.0 says"},
        {"fixture_no_entry", "does not export alysio_plugin_v1"},
        {"fixture_null_table", "returned no table"},
        {"fixture_broken_schema", "input schema of the tool echo is not JSON"},
        {"fixture_same_names", "two tools named echo"},
        {"fixture_bad_name", "1 to 64 letters, digits"},
        {"fixture_create_fails", "The plugin fixture cannot start: the moon is not full."},
        {"fixture_undefined_symbol", "undefined symbol: fixture_symbol_that_no_library_has"},
    }));
    const Built built(row.fixture);
    CHECK_THAT(refusal(built), Catch::Contains(row.says));
}

TEST_CASE("a manifest that does not fit its plugin is refused with what differs") {
    struct Row {
        const char* key;
        Json value;
        const char* says;
    };
    const auto row = GENERATE(values<Row>({
        {"name", "other", "disagree about the name: \"other\" in the manifest, \"fixture\" in the plugin"},
        {"version", "1.2.4", "disagree about the version"},
        {"abi", {{"major", 1}, {"minor", 3}}, "disagree about the ABI version: \"1.3\""},
        {"tools", Json::array({"echo"}),
         "disagree about the tools: \"echo\" in the manifest, \"echo, fetch\" in the plugin"},
        {"sha256", std::string(64, '0'), "the hashes differ"},
        {"file", "another.so", "is for another.so"},
        {"format_version", 2, "lacks \"format_version\": 1"},
        {"name", nullptr, "lacks a \"name\""},
        {"version", 7, "lacks a \"version\""},
        {"abi", "1.0", "lacks the ABI version"},
        {"abi", {{"major", -1}, {"minor", 0}}, "lacks the ABI version"},
        {"tools", Json::array({1, 2}), "lacks a name for every tool"},
        {"sha256", nullptr, "lacks the library's hash"},
    }));
    Built built("fixture_sound");
    built.json[row.key] = row.value;
    built.write();
    CHECK_THAT(refusal(built), Catch::Contains(row.says));
}

TEST_CASE("files that are missing or damaged are refused") {
    Built built("fixture_sound");
    SECTION("no library") {
        fs::remove(built.library);
        REQUIRE_THAT(refusal(built), Catch::StartsWith("There is no plugin at "));
    }
    SECTION("no manifest") {
        fs::remove(built.manifest);
        REQUIRE_THAT(refusal(built), Catch::Contains("cannot be read; build the plugin"));
    }
    SECTION("a manifest that is no JSON") {
        std::ofstream(built.manifest) << "{\"name\":";
        REQUIRE_THAT(refusal(built), Catch::Contains("is not a JSON object"));
    }
    SECTION("a library that is half written") {
        fs::resize_file(built.library, 5'000);
        REQUIRE_THAT(refusal(built), Catch::Contains("the hashes differ"));
    }
    SECTION("a library that is none, with a manifest that says otherwise") {
        std::ofstream(built.library) << "not an image";
        built.json["sha256"] = sha256_of_file(built.library).value();
        built.write();
        REQUIRE_THAT(refusal(built), Catch::Contains("cannot be loaded: ") && Catch::Contains("file too short"));
    }
}

TEST_CASE("the original may be overwritten while its copy runs") {
    const Built built("fixture_sound");
    Runtime runtime({});
    REQUIRE(runtime.load(built.library, built.manifest));
    std::ofstream(built.library) << "the next build, half way";
    CallRequest request;
    request.tool = "echo";
    REQUIRE(run(runtime, request).json == "{}");
}

TEST_CASE("a refused plugin leaves no copy behind") {
    const auto parent = std::move(*RunFolder::create({}));
    RuntimeOptions options;
    options.run_folder = parent->path();
    Runtime runtime(options);
    const Built built("fixture_other_major");
    REQUIRE_FALSE(runtime.load(built.library, built.manifest));
    for (const auto& entry : fs::recursive_directory_iterator(parent->path())) CHECK_FALSE(entry.is_regular_file());
}

TEST_CASE("a folder that cannot be written to is a refusal") {
    RuntimeOptions options;
    options.run_folder = "/proc/nowhere";
    Runtime runtime(options);
    const Built built("fixture_sound");
    const auto loaded = runtime.load(built.library, built.manifest);
    REQUIRE_FALSE(loaded);
    REQUIRE_THAT(loaded.error().message, Catch::StartsWith("No folder can be made for the plugin's private copy"));
}

TEST_CASE("a second plugin is refused while one is loaded") {
    const Built built("fixture_sound");
    Runtime runtime({});
    REQUIRE(runtime.load(built.library, built.manifest));
    const auto second = runtime.load(built.library, built.manifest);
    REQUIRE_FALSE(second);
    REQUIRE(second.error().message == "A plugin is loaded already; unload it first.");
    CallRequest request;
    request.tool = "echo";
    REQUIRE(run(runtime, request).json == "{}");
}

#ifndef ALYSIO_SANITIZED
TEST_CASE("an unloaded plugin is gone from the process, fifty times over") {
    const Built built("fixture_sound");
    Runtime runtime({});
    for (int round = 0; round < 50; ++round) {
        REQUIRE(runtime.load(built.library, built.manifest));
        CallRequest request;
        request.tool = "echo";
        REQUIRE(run(runtime, request).json == "{}");
        REQUIRE(runtime.unload());
    }
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) CHECK_THAT(line, !Catch::Contains("fixture-"));
}

TEST_CASE("a plugin that will not go is reported") {
    const Built built("fixture_pinned");
    Runtime runtime({});
    REQUIRE(runtime.load(built.library, built.manifest));
    REQUIRE_FALSE(runtime.unload());
}
#endif

TEST_CASE("images stay mapped where the host asks for it") {
    const Built built("fixture_sound");
    RuntimeOptions options;
    options.keep_images = true;
    Runtime runtime(options);
    REQUIRE(runtime.load(built.library, built.manifest));
    REQUIRE_FALSE(runtime.unload());
}
