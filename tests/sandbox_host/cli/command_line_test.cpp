#include "sandbox_host/cli/command_line.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

namespace alysio::sandbox::cli {
namespace {

base::Result<CommandLine, Usage> parsed(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "alysio-sandbox");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("options of all commands stand before or after the command") {
    for (const auto& arguments : std::vector<std::vector<const char*>>{
             {"--tenant", "acme", "--log-format", "json", "call", "tool", "{}", "--json"},
             {"call", "--json", "tool", "--tenant", "acme", "{}", "--log-format", "json"}}) {
        const auto result = parsed(arguments);
        REQUIRE(result);
        const auto line = *result;
        const auto& call = std::get<CallCommand>(line.command);
        CHECK(line.options.tenant == "acme");
        CHECK(line.options.log_json);
        CHECK(call.tool == "tool");
        CHECK(call.arguments == "{}");
        CHECK(call.json);
        CHECK_FALSE(call.dry_run);
    }
}

TEST_CASE("a dash stands for standard input") {
    CHECK(std::get<CallCommand>(parsed({"call", "tool", "-"})->command).arguments == "-");
}

TEST_CASE("check takes a plugin, calls, and tests by name") {
    const auto line = *parsed({"check", "a.so", "--calls", "b.json", "--test", "calls", "--test", "tenants"});
    const auto& check = std::get<CheckCommand>(line.command);
    CHECK(check.plugin == "a.so");
    CHECK(check.calls == "b.json");
    CHECK(check.tests == std::vector<std::string>{"calls", "tenants"});
    CHECK_FALSE(check.json);
    CHECK(parsed({"check"}).error().exit_code == 2);
}

TEST_CASE("the org's options are read") {
    const auto line = *parsed({"org", "--port", "8080", "--records", "5000", "--memory", "--fresh"});
    const auto& org = std::get<OrgCommand>(line.command);
    CHECK(org.port == 8080);
    CHECK(org.records == 5000u);
    CHECK(org.memory);
    CHECK(line.options.fresh);
}

TEST_CASE("a wrong command line ends with 2 and two lines") {
    const auto arguments = GENERATE(values<std::vector<const char*>>({
        {},
        {"bogus"},
        {"call"},
        {"call", "tool", "{}", "extra"},
        {"tools", "--nonsense"},
        {"org", "--port", "70000"},
        {"org", "--port", "x"},
        {"org", "--data", "f", "--memory"},
        {"tools", "--log-level", "loud"},
        {"tools", "--log-format", "xml"},
    }));
    const auto result = parsed(arguments);
    REQUIRE_FALSE(result);
    const auto& usage = result.error();
    CHECK(usage.exit_code == 2);
    CHECK(usage.text.rfind("alysio-sandbox: ", 0) == 0);
    CHECK(std::count(usage.text.begin(), usage.text.end(), '\n') == 2);
}

TEST_CASE("help and version are no mistakes") {
    const auto arguments = GENERATE(values<std::vector<const char*>>({{"--help"}, {"call", "--help"}, {"--version"}}));
    const auto result = parsed(arguments);
    REQUIRE_FALSE(result);
    CHECK(result.error().exit_code == 0);
    CHECK_FALSE(result.error().text.empty());
}

}  // namespace alysio::sandbox::cli
