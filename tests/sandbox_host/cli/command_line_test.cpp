#include "sandbox_host/cli/command_line.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

namespace alysio::sandbox::cli {
namespace {

base::Result<CommandLine, Usage> parsed(std::vector<const char*> arguments, const PluginCommands& plugin = {}) {
    arguments.insert(arguments.begin(), "alysio-sandbox");
    return parse_command_line(static_cast<int>(arguments.size()), arguments.data(), plugin);
}

PluginCommands orders() {
    Shortcut find;
    find.name = "find";
    find.tool = "orders_find";
    find.argument = "words";
    find.files = {{"csv", {{"as", "csv"}}}};
    find.help = "Finds orders";
    Shortcut tools;
    tools.name = "tools";
    tools.tool = "orders_tools";
    return {{find, tools}, {"orders_find", "orders_tools"}};
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
        CHECK(call.arguments == std::vector<std::string>{"{}"});
        CHECK(call.json);
        CHECK_FALSE(call.dry_run);
    }
}

TEST_CASE("a dash stands for standard input") {
    CHECK(std::get<CallCommand>(parsed({"call", "tool", "-"})->command).arguments == std::vector<std::string>{"-"});
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
        {"tools", "extra"},
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

TEST_CASE("a shortcut of the plugin is a command, and its words are one argument") {
    const auto line = *parsed({"find", "red", "shoes", "--csv", "--output", "a.csv", "--tenant", "acme"}, orders());
    const auto& find = std::get<ShortcutCommand>(line.command);
    CHECK(find.shortcut.tool == "orders_find");
    CHECK(find.argument == "red shoes");
    CHECK(find.format == "csv");
    CHECK(find.output == "a.csv");
    CHECK(line.options.tenant == "acme");
    CHECK(std::holds_alternative<ToolsCommand>(parsed({"tools"}, orders())->command));
    CHECK_FALSE(parsed({"find", "shoes"}));
    CHECK_FALSE(parsed({"find"}, orders()));
    CHECK_FALSE(parsed({"find", "shoes", "--csv", "--json"}, orders()));
}

TEST_CASE("a misspelt command or option is answered with the nearest") {
    using Row = std::pair<std::vector<const char*>, std::string>;
    const auto [arguments, meant] = GENERATE(values<Row>({
        {{"fnid", "x"}, "there is no command fnid; did you mean find?"},
        {{"wacth"}, "there is no command wacth; did you mean watch?"},
        {{"call", "--dryrun", "tool"}, "there is no option --dryrun; did you mean --dry-run?"},
        {{"find", "x", "--tennant=acme"}, "there is no option --tennant; did you mean --tenant?"},
        {{"--confg", "a.json"}, "there is no option --confg; did you mean --config?"},
        {{"zzzzzz"}, "there is no command zzzzzz\n"},
    }));
    const auto result = parsed(arguments, orders());
    REQUIRE_FALSE(result);
    CHECK_THAT(result.error().text, Catch::Contains(meant));
}

TEST_CASE("help lists the plugin's commands first, the options of all commands, and what an option may be") {
    const auto all = parsed({"--help"}, orders()).error().text;
    CHECK(all.find("find") < all.find("call"));
    CHECK_THAT(all, Catch::Contains("Finds orders"));
    for (const auto* command : {"call", "find", "org", "mcp"}) {
        const auto text = parsed({command, "--help"}, orders()).error().text;
        CAPTURE(command);
        CHECK_THAT(text, Catch::Contains("--config FILE") && Catch::Contains("--tenant NAME") &&
                             Catch::Contains("--user NAME") && Catch::Contains("--log-level trace|debug|info"));
    }
    const auto mcp = parsed({"mcp", "--help"}).error().text;
    CHECK_THAT(mcp, Catch::Contains("--confirm auto|always|never"));
    for (const auto* artefact : {"->", "ENUM", "TEXT", "UINT", "Needs:", "Excludes:"}) {
        CHECK_THAT(mcp + all, !Catch::Contains(artefact));
    }
}

TEST_CASE("help about a tool is asked of the plugin") {
    const auto line = *parsed({"call", "find", "--help"});
    const auto& call = std::get<CallCommand>(line.command);
    CHECK(call.help);
    CHECK(call.tool == "find");
}

TEST_CASE("completions and the manual page know what help knows") {
    for (const auto& arguments : std::vector<std::vector<const char*>>{
             {"completion", "bash"}, {"completion", "zsh"}, {"completion", "fish"}, {"man"}}) {
        const auto text = std::get<PrintCommand>(parsed(arguments, orders())->command).text;
        CAPTURE(arguments, text);
        for (const auto* word : {"find", "watch", "csv", "tenant"}) CHECK_THAT(text, Catch::Contains(word));
        if (arguments.front() == std::string("completion")) CHECK_THAT(text, Catch::Contains("orders_find"));
    }
    CHECK_FALSE(parsed({"completion", "csh"}));
}

TEST_CASE("which plugin it is is read before its commands are known") {
    const std::vector<const char*> line{"alysio-sandbox", "find", "x", "--plugin", "a.so", "--manifest=b.json"};
    const auto options = plugin_options(static_cast<int>(line.size()), line.data());
    CHECK(options.plugin == "a.so");
    CHECK(options.manifest == "b.json");
}

}  // namespace alysio::sandbox::cli
