#include "sandbox_host/cli/command_line.hpp"

#include "sandbox_host/cli/text/nearest.hpp"
#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/cli/usage/completion.hpp"
#include "sandbox_host/cli/usage/help.hpp"
#include "sandbox_host/cli/usage/man_page.hpp"

#include <alysio/base/text.hpp>

#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string_view>

namespace alysio::sandbox::cli {
namespace {

constexpr const char* common_group = "common";

// One of these words. They are the option's value in its help, and what a shell completes.
void one_of(CLI::Option* option, const std::vector<std::string>& choices) {
    std::string value;
    for (const auto& choice : choices) value += (value.empty() ? "" : "|") + choice;
    option->check(CLI::IsMember(choices).description(""))->type_name(value);
}

void add_common(CLI::App& app, CommonOptions& options) {
    const auto group = common_group;
    app.add_option("--plugin", options.plugin,
                   "The plugin's library; the Salesforce plugin that came with this program if absent")
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
                   "How long a call may take, and go on while its file grows; 300 if absent, 0: for ever")
        ->check(CLI::Range(0u, 86'400u).description(""))
        ->type_name("SECONDS")
        ->group(group);
    app.add_flag("--fresh", options.fresh, "Start the sandbox org over with its own data")->group(group);
    one_of(app.add_option("--log-level", options.log_level, "What to log to stderr; error if absent")->group(group),
           {"trace", "debug", "info", "warn", "error", "off"});
    one_of(app.add_option_function<std::string>(
                  "--log-format", [&](const std::string& format) { options.log_json = format == "json"; },
                  "Of the log; text if absent")
               ->group(group),
           {"text", "json"});
}

// The command whose words stand before it, and what its options filled.
class Parser {
  public:
    Parser(CommandLine& line, const PluginCommands& plugin) : line_(line) {
        app_.set_version_flag("--version", ALYSIO_VERSION, "Say which version this is");
        app_.set_help_flag("-h,--help", "Say how this is used");
        app_.require_subcommand(1);
        app_.fallthrough();
        add_common(app_, line.options);
        add_call(plugin);
        add_tools();
        add_org();
        add_watch(plugin);
        add_mcp();
        add_check();
        add_printers();
        for (const auto& shortcut : plugin.shortcuts) {
            if (!names_.contains(shortcut.name)) add_shortcut(shortcut);
        }
    }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    base::Result<void, Usage> parse(int argc, const char* const* argv) {
        argc_ = argc;
        try {
            app_.parse(argc, argv);
            return {};
        } catch (const CLI::CallForVersion&) {
            return Usage{0, ALYSIO_VERSION "\n"};
        } catch (const CLI::CallForHelp&) {
            return Usage{0, help_text()};
        } catch (const CLI::ParseError& error) {
            const auto* command = parsed();
            const auto more = command ? "alysio-sandbox " + command->get_name() + " --help" : "alysio-sandbox --help";
            return Usage{2, "alysio-sandbox: " + mistake(error) + "\nRun " + more + " for usage.\n"};
        }
    }

  private:
    CLI::App* add(const std::string& name, const std::string& text, std::function<void()> chosen) {
        names_.insert(name);
        auto* command = app_.add_subcommand(name, text);
        command->final_callback(std::move(chosen));
        return command;
    }
    template <class Command>
    CLI::App* add(const std::string& name, const std::string& text, const std::shared_ptr<Command>& command) {
        return add(name, text, [this, command] { line_.command = std::move(*command); });
    }

    void add_call(const PluginCommands& plugin) {
        auto call = std::make_shared<CallCommand>();
        auto* app = add("call", "Run one tool: exit 0 when it succeeded, 1 when it answered an error", [this, call] {
            if (call->help && call->tool.empty()) throw CLI::CallForHelp();
            if (call->tool.empty()) throw CLI::RequiredError("TOOL");
            line_.command = *call;
        });
        app->set_help_flag();
        app->add_option("TOOL", call->tool, "Its name, or a part that no other tool's name has");
        first_choices_["call"] = plugin.tools;
        app->add_option("ARGUMENTS", call->arguments,
                        "name=value, dotted for what is inside of an object, name:=JSON for what is no text; or all of "
                        "it as one JSON object; or - to read that from standard input");
        app->add_flag("--json", call->json, "Print the exact result, for programs");
        app->add_flag("--dry-run", call->dry_run, "Show what it would change, and change nothing");
        app->add_flag("-h,--help", call->help, "Say how this is used; with TOOL, what arguments the tool takes");
    }

    void add_shortcut(const Shortcut& shortcut) {
        auto command = std::make_shared<ShortcutCommand>();
        command->shortcut = shortcut;
        auto words = std::make_shared<std::vector<std::string>>();
        shortcuts_.insert(shortcut.name);
        auto* app = add(shortcut.name, shortcut.help, [this, command, words] {
            for (const auto& word : *words) command->argument += (command->argument.empty() ? "" : " ") + word;
            line_.command = *command;
        });
        app->set_help_flag("-h,--help", "Say how this is used");
        if (!shortcut.argument.empty()) {
            app->add_option(
                   base::upper(shortcut.argument), *words,
                   "What " + shortcut.tool + " takes as " + shortcut.argument + "; - reads it from standard input")
                ->required();
        }
        auto* json = app->add_flag("--json", command->json, "Print the exact result, for programs");
        std::vector<CLI::Option*> formats{json};
        for (const auto& [format, arguments] : shortcut.files) {
            auto* option = app->add_flag_callback(
                "--" + format, [command, name = format] { command->format = name; }, "Print it as " + format);
            for (auto* other : formats) option->excludes(other);
            formats.push_back(option);
        }
        app->add_option("--output", command->output,
                        "Write to this file; its ending says the format where no option does")
            ->type_name("FILE");
    }

    void add_tools() {
        auto tools = std::make_shared<ToolsCommand>();
        auto* app = add("tools", "List the plugin's tools", tools);
        app->add_flag("--json", tools->json, "With descriptions and schemas, for programs");
    }

    void add_org() {
        auto org = std::make_shared<OrgCommand>();
        auto* app = add("org", "Serve the sandbox org until interrupted", org);
        app->add_option("--port", org->port, "Of the proxy; any free one if absent")->type_name("N");
        app->add_option("--tenants", org->tenants, "Tenants other than the demo's")->type_name("FILE");
        app->add_option("--records", org->records, "Grow the first tenant to this many opportunities")->type_name("N");
        app->add_flag("--pad", org->pad, "Pad the first tenant: 1,300 objects, 800 fields, 3,000 dependent values");
        auto* data =
            app->add_option("--data", org->data, "A SQLite file for the records; one in the state folder if absent")
                ->type_name("FILE");
        app->add_option("--faults", org->faults, "What goes wrong from the start: a JSON array of faults")
            ->type_name("FILE");
        app->add_flag("--memory", org->memory, "Keep records in memory only")->excludes(data);
    }

    void add_watch(const PluginCommands& plugin) {
        auto watch = std::make_shared<WatchCommand>();
        auto* app = add("watch", "Call tools while you work on the plugin: a save builds and reloads it", watch);
        first_choices_["watch"] = plugin.tools;
        app->add_option("TOOL", watch->tool, "A call to begin with");
        app->add_option("ARGUMENTS", watch->arguments, "Its arguments, JSON; {} if absent");
        app->add_option("--source", watch->sources, "What to watch; the plugin's part of its CMake project if absent")
            ->type_name("DIR")
            ->allow_extra_args(false);
        app->add_option("--build", watch->build,
                        "What a save runs, a line of shell; cmake --build of the library if absent")
            ->type_name("COMMAND");
        app->add_flag("--repeat", watch->repeat, "Repeat the last call after each reload");
        app->add_flag("--bodies", watch->bodies, "Show the bodies of requests and answers too");
    }

    void add_mcp() {
        auto serve = std::make_shared<McpCommand>();
        auto* app = add("mcp", "Serve the tools to MCP clients, on standard input and output or HTTP", serve);
        one_of(app->add_option_function<std::string>(
                   "--confirm",
                   [serve](const std::string& when) {
                       serve->confirm = when == "always"  ? mcp::Confirm::always
                                        : when == "never" ? mcp::Confirm::never
                                                          : mcp::Confirm::automatic;
                   },
                   "Ask the user before a change; auto (if absent): where the client can ask"),
               {"auto", "always", "never"});
        app->add_flag("--reload", serve->reload, "Serve new builds of the plugin as they appear");
        auto* http =
            app->add_option("--http", serve->http, "Serve MCP's HTTP on this port of the loopback; 0: any free one")
                ->type_name("PORT");
        auto* token = app->add_option("--token-env", serve->token_env,
                                      "With --http: the variable that holds the token HTTP clients must give")
                          ->type_name("NAME")
                          ->needs(http);
        app->add_flag("--open", serve->open,
                      "With --http: ask clients for no token; every program on this machine may call")
            ->needs(http)
            ->excludes(token);
    }

    void add_check() {
        auto check = std::make_shared<CheckCommand>();
        auto* app = add("check", "Check a plugin against the ABI: exit 1 when any test fails", check);
        app->add_option("PLUGIN", check->plugin, "Its library")->required();
        app->add_option("--calls", check->calls,
                        "Calls to make, with their servers' answers; PLUGIN.calls.json if there")
            ->type_name("FILE");
        app->add_option("--test", check->tests, "Only this one, and what it builds on")->type_name("NAME");
        app->add_flag("--json", check->json, "For programs");
    }

    void add_printers() {
        auto shell = std::make_shared<std::string>();
        auto* app = add("completion", "Print what a shell reads to complete commands and options", [this, shell] {
            line_.command = PrintCommand{*shell == "bash"  ? bash_completion(program())
                                         : *shell == "zsh" ? zsh_completion(program())
                                                           : fish_completion(program())};
        });
        const std::vector<std::string> shells{"bash", "zsh", "fish"};
        one_of(app->add_option("SHELL", *shell, "bash, zsh or fish")->required(), shells);
        first_choices_["completion"] = shells;
        add("man", "Print the manual page", [this] { line_.command = PrintCommand{man_page(program())}; });
    }

    // -- in words --------------------------------------------------------------------------------------------------
    const CLI::App* parsed() const {
        const auto commands = app_.get_subcommands();
        return commands.empty() ? nullptr : commands.front();
    }

    static std::vector<OptionText> options_of(const CLI::App& app, bool positional, bool common) {
        std::vector<OptionText> options;
        for (const auto* option : app.get_options()) {
            if (option->get_positional() != positional || (option->get_group() == common_group) != common) continue;
            OptionText text;
            text.text = option->get_description();
            text.required = option->get_required();
            if (positional) {
                text.names = {option->get_name(true)};
                text.repeats = option->get_items_expected_max() > 1;
            } else {
                for (const auto& name : option->get_snames()) text.names.push_back('-' + name);
                for (const auto& name : option->get_lnames()) text.names.push_back("--" + name);
                if (option->get_items_expected_max() > 0) text.value = option->get_type_name();
            }
            if (text.value.find('|') != text.value.npos) {
                for (const auto choice : base::split(text.value, '|')) text.choices.emplace_back(choice);
            }
            options.push_back(std::move(text));
        }
        return options;
    }

    CommandText command_text(const CLI::App& app) const {
        CommandText text{app.get_name(), app.get_description(), options_of(app, true, false),
                         options_of(app, false, false), app.get_footer()};
        const auto choices = first_choices_.find(text.name);
        if (choices != first_choices_.end() && !text.arguments.empty()) {
            text.arguments.front().choices = choices->second;
        }
        if (text.name == "call") text.arguments.front().required = true;
        return text;
    }

    ProgramText program() const {
        ProgramText text{"alysio-sandbox",
                         ALYSIO_VERSION,
                         "Runs the tools of an Alysio plugin, against a Salesforce org of its own or a real one.",
                         {},
                         options_of(app_, false, true)};
        for (const auto* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
            text.commands.push_back(command_text(*command));
        }
        std::stable_partition(text.commands.begin(), text.commands.end(),
                              [this](const CommandText& command) { return shortcuts_.contains(command.name); });
        for (auto& option : options_of(app_, false, false)) text.options.push_back(std::move(option));
        return text;
    }

    std::string help_text() const {
        const auto window = style_of(STDOUT_FILENO).width;
        const std::size_t width = window == 0 ? 80 : std::clamp<std::size_t>(window, 40, 120);
        const auto* command = parsed();
        return command ? help(program(), command_text(*command), width) : help(program(), width);
    }

    std::string mistake(const CLI::ParseError& error) const {
        const auto words = app_.remaining(true);
        const auto text = program();
        const auto* command = parsed();
        if (words.empty()) return command == nullptr && argc_ < 2 ? "which command?" : error.what();
        std::vector<std::string> names;
        const bool is_option = words.front().starts_with('-');
        const auto add_names = [&names](const std::vector<OptionText>& options) {
            for (const auto& option : options) names.insert(names.end(), option.names.begin(), option.names.end());
        };
        if (is_option) {
            add_names(text.options);
            if (command != nullptr) add_names(command_text(*command).options);
        } else if (command == nullptr) {
            for (const auto& known : text.commands) names.push_back(known.name);
        }
        const auto word = words.front().substr(0, words.front().find('='));
        auto message = std::string("there is no ") +
                       (is_option ? "option "
                        : command ? "argument "
                                  : "command ") +
                       word;
        if (const auto near = nearest(names, word); !near.empty()) message += "; did you mean " + near + '?';
        return safe_text(message);
    }

    CommandLine& line_;
    CLI::App app_{"", "alysio-sandbox"};
    int argc_ = 0;
    std::set<std::string> names_;                                    // of all commands
    std::set<std::string> shortcuts_;                                // of these, the plugin's
    std::map<std::string, std::vector<std::string>> first_choices_;  // by command: what its first argument may be
};

}  // namespace

CommonOptions plugin_options(int argc, const char* const* argv) {
    CommonOptions options;
    const auto read = [&](int at, std::string_view name, std::filesystem::path& to) {
        const std::string_view word = argv[at];
        if (word == name && at + 1 < argc) to = argv[at + 1];
        if (word.starts_with(std::string(name) + '=')) to = word.substr(name.size() + 1);
    };
    for (int at = 1; at < argc; ++at) {
        read(at, "--plugin", options.plugin);
        read(at, "--manifest", options.manifest);
    }
    return options;
}

base::Result<CommandLine, Usage> parse_command_line(int argc, const char* const* argv, const PluginCommands& plugin) {
    CommandLine line;
    Parser parser(line, plugin);
    if (auto done = parser.parse(argc, argv); !done) return std::move(done).error();
    return line;
}

}  // namespace alysio::sandbox::cli
