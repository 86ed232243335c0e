#include "sandbox_host/cli/shortcuts.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace alysio::sandbox::cli {
namespace {

PluginCommands read(const std::string& manifest) {
    auto path = (std::filesystem::temp_directory_path() / "alysio-manifest-XXXXXX").string();
    close(mkstemp(path.data()));
    std::ofstream(path) << manifest;
    auto commands = commands_in(path);
    std::filesystem::remove(path);
    return commands;
}

}  // namespace

TEST_CASE("a manifest's shortcuts are commands") {
    const auto commands = read(R"({"tools":["orders_find"],"shortcuts":[{"name":"find","tool":"orders_find",
        "argument":"words","arguments":{"all":true},"member":"orders","files":{"csv":{"as":"csv"}},"help":"Finds"}]})");
    CHECK(commands.tools == std::vector<std::string>{"orders_find"});
    REQUIRE(commands.shortcuts.size() == 1);
    const auto& find = commands.shortcuts.front();
    CHECK(find.name == "find");
    CHECK(find.tool == "orders_find");
    CHECK(find.argument == "words");
    CHECK(find.arguments == Shortcut::Json{{"all", true}});
    CHECK(find.member == "orders");
    CHECK(find.files.at("csv") == Shortcut::Json{{"as", "csv"}});
    CHECK(find.help == "Finds");
}

TEST_CASE("what is no shortcut is none, and what is no manifest has none") {
    const auto manifest = GENERATE(values<std::string>({
        "",
        "[",
        "7",
        R"({"shortcuts":7,"tools":{}})",
        R"({"shortcuts":[7,{},{"name":"find"},{"tool":"orders_find"}]})",
        R"({"shortcuts":[{"name":"--help","tool":"t"},{"name":"a b","tool":"t"},{"name":"`x`","tool":"t"}]})",
    }));
    CHECK(read(manifest).shortcuts.empty());
    CHECK(commands_in("/nonexistent").shortcuts.empty());
}

}  // namespace alysio::sandbox::cli
