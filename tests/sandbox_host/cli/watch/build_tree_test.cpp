#include "sandbox_host/cli/watch/build_tree.hpp"

#include "tests/sandbox_host/cli/watch/temporary_folder.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::cli::build_tree_of;
using alysio::sandbox::testing::TemporaryFolder;
namespace fs = std::filesystem;
using Paths = std::vector<fs::path>;

namespace {

std::string cache_of(const fs::path& home) {
    return "# a comment\nCMAKE_BUILD_TYPE:STRING=Debug\nCMAKE_HOME_DIRECTORY:INTERNAL=" + home.string() + "\n";
}

}  // namespace

TEST_CASE("the build tree above a library says what it is made of and how it is built") {
    const TemporaryFolder folder;
    folder.write("home/plugin/a.cpp");
    folder.write("home/host_api/abi.h");
    folder.write("home/manifest.json");
    folder.write("home/sandbox_host/main.cpp");
    folder.write("it's/CMakeCache.txt", cache_of(folder / "home"));
    const auto tree = build_tree_of(folder.write("it's/bin/orders.so"));
    REQUIRE(tree);
    const auto real = fs::canonical(folder.path());
    CHECK(tree->folder == real / "it's");
    CHECK(tree->sources == Paths{folder / "home/plugin", folder / "home/host_api", folder / "home/manifest.json"});
    CHECK(tree->command == "cmake --build '" + real.string() + "/it'\\''s' --target 'orders'");
}

TEST_CASE("a project without a room for its plugin is watched whole") {
    const TemporaryFolder folder;
    folder.write("home/orders.cpp");
    folder.write("build/CMakeCache.txt", cache_of(folder / "home"));
    const auto tree = build_tree_of(folder.write("build/orders.so"));
    REQUIRE(tree);
    CHECK(tree->sources == Paths{folder / "home"});
}

TEST_CASE("a library that lies in no build tree has none") {
    const TemporaryFolder folder;
    CHECK_FALSE(build_tree_of(folder.write("lib/orders.so")));
    CHECK_FALSE(build_tree_of(folder / "not there/orders.so"));
}
