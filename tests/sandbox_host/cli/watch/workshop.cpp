#include "tests/sandbox_host/cli/watch/workshop.hpp"

#include "sandbox_host/runtime/sha256.hpp"

#include <alysio/abi.h>

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include <fstream>

namespace alysio::sandbox::cli {
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

struct Fixture {
    const char* name;
    Json manifest;
};

Json reloadable(const char* label, const Json& tools = {"which", "hold", "guide"}) {
    return {{"name", "reloadable"}, {"version", label}, {"tools", tools}};
}

const std::vector<Fixture>& fixtures() {
    static const std::vector<Fixture> all{
        {"reloadable_one", reloadable("one")},
        {"reloadable_two", reloadable("two")},
        {"reloadable_limit", reloadable("limit")},
        {"reloadable_other_tools", reloadable("other", {"which", "hold", "more"})},
        {"reloadable_odd_schema", reloadable("odd")},
        {"reloadable_broken", reloadable("broken")},
        {"reloadable_create_fails", reloadable("failing")},
        {"fixture_sound", {{"name", "fixture"}, {"version", "1.2.3"}, {"tools", {"echo", "fetch"}}}},
    };
    return all;
}

// Library and manifest each by rename, the manifest last.
constexpr auto build_script = R"sh(cd "$(dirname "$0")"
name=$(cat src/build)
case $name in
bad) echo "src/build:1:1: error: there is no such build" && exit 1 ;;
slow) echo >begun && exec sleep 1000 ;;
esac
cp "offer/$name.so" out/new && mv out/new out/plugin.so
cp "offer/$name.json" out/new && mv out/new out/plugin.manifest.json
)sh";

}  // namespace

Workshop::Workshop(const std::string& fixture) {
    for (const auto* folder : {"src", "out", "offer"}) fs::create_directory(program.home() / folder);
    for (const auto& [name, manifest] : fixtures()) {
        auto json = manifest;
        const auto library = fs::path(ALYSIO_FIXTURES) / (std::string(name) + ".so");
        fs::create_symlink(library, program.home() / "offer" / library.filename());
        json.update(
            {{"format_version", 1},
             {"abi", {{"major", ALYSIO_ABI_MAJOR}, {"minor", ALYSIO_ABI_MINOR}}},
             {"file", "plugin.so"},
             {"sha256", runtime::sha256_of_file(library).value()},
             {"policy",
              {{"endpoints", {{{"endpoint", "GET /answer"}, {"unrestricted", "it answers with no record"}}}}}}});
        program.write("offer/" + std::string(name) + ".json", json.dump());
    }
    fs::copy_file(program.home() / "offer" / (fixture + ".so"), program.home() / "out/plugin.so");
    fs::copy_file(program.home() / "offer" / (fixture + ".json"), program.home() / "out/plugin.manifest.json");
    program.write("build.sh", build_script);
    REQUIRE(mkfifo((program.home() / "begun").c_str(), 0600) == 0);
    connect_to("http://127.0.0.1:9");
}

void Workshop::connect_to(const std::string& origin) {
    program.environment["SF_TOKEN"] = token;
    program.write("me.json", Json{{"tenants",
                                   {{"me",
                                     {{"connection",
                                       {{"kind", "direct"},
                                        {"instance_url", origin},
                                        {"access_token_env", "SF_TOKEN"},
                                        {"api_version", "62.0"}}}}}}}}
                                 .dump());
}

void Workshop::save(const std::string& fixture) const {
    program.write("src/build", fixture);
}

void Workshop::wait_for_slow_build() const {
    std::string line;
    std::getline(std::ifstream(program.home() / "begun"), line);
}

std::vector<std::string> Workshop::watch(const std::vector<std::string>& further) const {
    const auto home = program.home().string();
    std::vector<std::string> arguments{"watch",       "--plugin",        home + "/out/plugin.so",
                                       "--config",    home + "/me.json", "--source",
                                       home + "/src", "--build",         "sh '" + home + "/build.sh'"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
}

std::string Dialogue::until(const std::string& text) {
    std::string all;
    for (;;) {
        INFO("waiting for: " << text << "\nafter:\n" << all);
        const auto line = process.read_line();
        all += line + '\n';
        if (line.find(text) != std::string::npos) return all;
        // The end of its output reads like an empty line.
        if (line.empty()) REQUIRE_FALSE(process.has_ended());
    }
}

}  // namespace alysio::sandbox::cli
