// A host of the minor to come, as host_api/abi/next_minor.awk makes it: all of this file, and the part of the runtime that
// judges plugins, is compiled with its headers. The plugins were built for 1.0 and 1.1.

#include "sandbox_host/runtime/plugin_table.hpp"

#include <alysio/testing/test_host.hpp>

#include <catch2/catch.hpp>

#include <dlfcn.h>

#include <cstring>
#include <memory>
#include <string>

using namespace alysio;

static_assert(ALYSIO_ABI_MINOR == 1 && sizeof(alysio_plugin) > offsetof(alysio_plugin, save_state) + sizeof(void*));

namespace {

class Image {
  public:
    explicit Image(const std::string& file) : handle_(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL), dlclose) {
        INFO(file);
        REQUIRE(handle_ != nullptr);
    }
    const alysio_plugin& table() const {
        const auto entry = reinterpret_cast<alysio_plugin_fn>(dlsym(handle_.get(), ALYSIO_PLUGIN_ENTRY));
        REQUIRE(entry != nullptr);
        return *entry();
    }

  private:
    std::unique_ptr<void, int (*)(void*)> handle_;
};

std::string fixture(const std::string& name) {
    return ALYSIO_FIXTURES "/" + name + ".so";
}

}  // namespace

TEST_CASE("a newer host finds nothing missing in the table of an older plugin") {
    const auto file = GENERATE(as<std::string>(), fixture("fixture_built_for_1_0"), fixture("fixture_built_for_1_1"),
                               fixture("fixture_needs_1_1"), ALYSIO_SALESFORCE);
    const Image image(file);
    const auto fit = sandbox::runtime::check_table(image.table());
    INFO(file << ": " << (fit ? "" : fit.error().message));
    CHECK(fit);
}

TEST_CASE("a newer host still misses what 1.0 had") {
    const Image image(fixture("fixture_built_for_1_0"));
    alysio_plugin table{};
    std::memcpy(&table, &image.table(), image.table().struct_size);
    table.struct_size = offsetof(alysio_plugin, save_state);
    const auto fit = sandbox::runtime::check_table(table);
    REQUIRE_FALSE(fit);
    CHECK(fit.error().message == "The plugin's table is smaller than ABI 1.0 says.");
}

TEST_CASE("plugins of every minor run in a newer host") {
    const auto name = GENERATE("fixture_built_for_1_0", "fixture_built_for_1_1", "fixture_needs_1_1");
    CAPTURE(name);
    const Image image(fixture(name));
    testing::TestHost host(image.table());
    REQUIRE(host.create() == ALYSIO_OK);
    host.on_request = [](const testing::SeenRequest&) { return testing::Answer::json("twelve bytes"); };
    const auto& call = host.call("fetch", "{}");
    host.run();
    CHECK(call.result == R"({"http_status":200,"bytes":12})");
    CHECK(host.misuse.empty());
}

TEST_CASE("today's Salesforce plugin runs in a newer host") {
    const Image image(ALYSIO_SALESFORCE);
    testing::TestHost host(image.table());
    REQUIRE(host.create() == ALYSIO_OK);
    host.on_request = [](const testing::SeenRequest&) {
        return testing::Answer::json(R"({"totalSize":1,"done":true,"records":[{"Name":"Ada"}]})");
    };
    const auto& call = host.call("salesforce_run_soql_query", R"({"query":"SELECT Name FROM Contact","links":"none"})");
    host.run();
    CHECK(call.kind == ALYSIO_RESULT_SUCCESS);
    CHECK_THAT(call.result, Catch::Contains(R"({"Name":"Ada"})"));
    CHECK(host.misuse.empty());
}
