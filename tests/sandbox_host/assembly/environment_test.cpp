#include "sandbox_host/assembly/environment.hpp"

#include "sandbox_host/runtime/run_folder.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

namespace environment_test {

using namespace alysio::sandbox;

namespace {

// What a command that this process starts is given: a build of `watch`, for one.
std::string environment_of_a_child() {
    std::string text;
    FILE* const child = popen("env", "r");
    REQUIRE(child != nullptr);
    std::array<char, 4096> buffer{};
    for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), child)) > 0;) {
        text.append(buffer.data(), got);
    }
    pclose(child);
    return text;
}

}  // namespace

TEST_CASE(
    "a token in a variable is in the environment no longer once it is known, for no build and no plugin to read") {
    const auto folder = std::move(*runtime::RunFolder::create({}));
    const auto file = folder->path() / "config.json";
    std::ofstream(file) << R"({"tenants":{"me":{"connection":{"kind":"direct","instance_url":"http://127.0.0.1:1",
        "access_token_env":"ENVIRONMENT_TEST_TOKEN","api_version":"62.0"}}}})";
    setenv("ENVIRONMENT_TEST_TOKEN", " canary-0123456789\n", 1);
    setenv("ENVIRONMENT_TEST_OTHER", "stays", 1);
    const char* const where = std::getenv("ENVIRONMENT_TEST_TOKEN");

    assembly::HostOptions options;
    options.config = file;
    assembly::take_secrets(options);
    CHECK(std::getenv("ENVIRONMENT_TEST_TOKEN") == nullptr);
    CHECK(std::string(where).empty());
    const auto child = environment_of_a_child();
    CHECK(child.find("canary") == std::string::npos);
    CHECK(child.find("ENVIRONMENT_TEST_OTHER=stays") != std::string::npos);
    REQUIRE(options.tenants);
    CHECK(options.tenants->tenants[0].users[0].access_token->given->reveal() == "canary-0123456789");
}

TEST_CASE("a configuration that cannot be read, and a variable that is not set, are left for whoever needs them") {
    assembly::HostOptions options;
    options.config = "/nowhere/config.json";
    assembly::take_secrets(options);
    CHECK_FALSE(options.tenants);
    CHECK_FALSE(assembly::take_variable("ENVIRONMENT_TEST_UNSET"));
}

}  // namespace environment_test
