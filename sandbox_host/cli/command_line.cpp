#include "sandbox_host/cli/command_line.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <sstream>

namespace alysio::sandbox::cli {
namespace {

void add_common(CLI::App& app, CommonOptions& options) {
    const auto group = "Options of all commands";
    app.add_option("--plugin", options.plugin,
                   "The plugin's library; alysio_salesforce.so beside this program if absent")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--manifest", options.manifest, "The plugin's manifest; the one beside its library if absent")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--config", options.config, "Tenants and their connections; the sandbox org's if absent")
        ->type_name("FILE")
        ->group(group);
    app.add_option("--tenant", options.tenant, "Whose account; the first if absent")->type_name("NAME")->group(group);
    app.add_option("--user", options.user, "On whose behalf; the tenant's first user if absent")
        ->type_name("NAME")
        ->group(group);
    app.add_option("--artifacts", options.artifacts,
                   "Where files go; in the state folder if absent. What the host wrote there goes after a week")
        ->type_name("DIR")
        ->group(group);
    app.add_option("--time-limit", options.time_limit,
                   "How long a call may take, and go on while its file grows; 0: for ever")
        ->type_name("SECONDS")
        ->check(CLI::Range(0u, 86'400u))
        ->capture_default_str()
        ->group(group);
    app.add_flag("--fresh", options.fresh, "Start the sandbox org over with its own data")->group(group);
    app.add_option("--log-level", options.log_level, "What to log to stderr")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
        ->capture_default_str()
        ->group(group);
    app.add_option_function<std::string>(
           "--log-format", [&](const std::string& format) { options.log_json = format == "json"; }, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->group(group);
}

void add_watch(CLI::App& app, WatchCommand& watch) {
    auto* watch_app =
        app.add_subcommand("watch", "Call tools while you work on the plugin: a save builds and reloads it");
    watch_app->add_option("TOOL", watch.tool, "A call to begin with");
    watch_app->add_option("ARGUMENTS", watch.arguments, "Its arguments, JSON; {} if absent");
    watch_app->add_option("--source", watch.sources, "What to watch; the plugin's part of its CMake project if absent")
        ->type_name("DIR")
        ->allow_extra_args(false);
    watch_app
        ->add_option("--build", watch.build,
                     "What a save runs, a line of shell; cmake --build of the library if absent")
        ->type_name("COMMAND");
    watch_app->add_flag("--repeat", watch.repeat, "Repeat the last call after each reload");
    watch_app->add_flag("--bodies", watch.bodies, "Show the bodies of requests and answers too");
}

}  // namespace

base::Result<CommandLine, Usage> parse_command_line(int argc, const char* const* argv) {
    CommandLine line;
    CLI::App app{"Runs the tools of an Alysio plugin, against a Salesforce org of its own or a real one.",
                 "alysio-sandbox"};
    app.set_version_flag("--version", ALYSIO_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    add_common(app, line.options);

    ToolsCommand tools;
    auto* tools_app = app.add_subcommand("tools", "List the plugin's tools");
    tools_app->add_flag("--json", tools.json, "With descriptions and schemas, for programs");

    CallCommand call;
    auto* call_app = app.add_subcommand("call", "Run one tool: exit 0 when it succeeded, 1 when it answered an error");
    call_app->add_option("TOOL", call.tool, "Its name")->required();
    call_app->add_option("ARGUMENTS", call.arguments, "JSON, or - to read it from standard input; {} if absent");
    call_app->add_flag("--json", call.json, "Print the exact result, for programs");
    call_app->add_flag("--dry-run", call.dry_run, "Show what it would change, and change nothing");

    McpCommand serve;
    auto* mcp_app = app.add_subcommand("mcp", "Serve the tools to MCP clients, on standard input and output or HTTP");
    const std::map<std::string, mcp::Confirm> confirm = {
        {"auto", mcp::Confirm::automatic}, {"always", mcp::Confirm::always}, {"never", mcp::Confirm::never}};
    mcp_app
        ->add_option("--confirm", serve.confirm,
                     "Ask the user before a change: auto (where the client can ask), always, never")
        ->transform(CLI::CheckedTransformer(confirm));
    mcp_app->add_flag("--reload", serve.reload, "Serve new builds of the plugin as they appear");
    auto* http =
        mcp_app->add_option("--http", serve.http, "Serve MCP's HTTP on this port of the loopback; 0: any free one")
            ->type_name("PORT");
    auto* token =
        mcp_app->add_option("--token-env", serve.token_env, "The variable that holds the token HTTP clients must give")
            ->type_name("NAME")
            ->needs(http);
    mcp_app->add_flag("--open", serve.open, "Ask HTTP clients for no token: every program on this machine may call")
        ->needs(http)
        ->excludes(token);

    CheckCommand check;
    auto* check_app = app.add_subcommand("check", "Check a plugin against the ABI: exit 1 when any test fails");
    check_app->add_option("PLUGIN", check.plugin, "Its library")->required();
    check_app
        ->add_option("--calls", check.calls, "Calls to make, with their servers' answers; PLUGIN.calls.json if there")
        ->type_name("FILE");
    check_app->add_option("--test", check.tests, "Only this one, and what it builds on")->type_name("NAME");
    check_app->add_flag("--json", check.json, "For programs");

    OrgCommand org;
    auto* org_app = app.add_subcommand("org", "Serve the sandbox org until interrupted");
    org_app->add_option("--port", org.port, "Of the proxy; any free one if absent")->type_name("N");
    org_app->add_option("--tenants", org.tenants, "Tenants other than the demo's")->type_name("FILE");
    org_app->add_option("--records", org.records, "Grow the first tenant to this many opportunities")->type_name("N");
    org_app->add_flag("--pad", org.pad, "Pad the first tenant: 1,300 objects, 800 fields, 3,000 dependent values");
    auto* data =
        org_app->add_option("--data", org.data, "A SQLite file for the records; one in the state folder if absent")
            ->type_name("FILE");
    org_app->add_option("--faults", org.faults, "What goes wrong from the start: a JSON array of faults")
        ->type_name("FILE");
    org_app->add_flag("--memory", org.memory, "Keep records in memory only")->excludes(data);

    WatchCommand watch;
    add_watch(app, watch);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out;
        const int code = app.exit(error, out, out);
        if (code == 0) return Usage{0, out.str()};
        return Usage{2, std::string("alysio-sandbox: ") + error.what() + "\nRun alysio-sandbox --help for usage.\n"};
    }
    if (tools_app->parsed()) line.command = tools;
    if (call_app->parsed()) line.command = std::move(call);
    if (mcp_app->parsed()) line.command = serve;
    if (check_app->parsed()) line.command = std::move(check);
    if (org_app->parsed()) line.command = std::move(org);
    if (app.got_subcommand("watch")) line.command = std::move(watch);
    return line;
}

}  // namespace alysio::sandbox::cli
