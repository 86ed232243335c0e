#pragma once

#include "sandbox_host/cli/shortcuts.hpp"
#include "sandbox_host/mcp/confirmation.hpp"

#include <alysio/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace alysio::sandbox::cli {

/// What every command takes.
struct CommonOptions {
    std::filesystem::path plugin;     ///< empty: the library beside the program
    std::filesystem::path manifest;   ///< empty: the one beside the library
    std::filesystem::path config;     ///< empty: the sandbox org's demo tenants
    std::filesystem::path artifacts;  ///< empty: in the user's state folder
    std::string tenant;               ///< empty: the first
    std::string user;                 ///< empty: the first
    std::string log_level = "error";
    bool log_json = false;
    bool fresh = false;         ///< the sandbox org starts over
    unsigned time_limit = 300;  ///< seconds for a call; 0: for ever
};

struct ToolsCommand {
    bool json = false;
};

struct CallCommand {
    std::string tool;                    ///< its name, or a part that no other tool's name has
    std::vector<std::string> arguments;  ///< name=value; or one, JSON or "-" for standard input
    bool json = false;
    bool dry_run = false;
    bool help = false;  ///< about the tool
};

struct ShortcutCommand {
    Shortcut shortcut;
    std::string argument;  ///< "-": standard input
    std::string format;    ///< one of the shortcut's files; empty: a table
    bool json = false;
    std::filesystem::path output;  ///< empty: standard output
};

/// Prints a text that the command line knows of itself: its man page, a shell's completion.
struct PrintCommand {
    std::string text;
};

struct McpCommand {
    mcp::Confirm confirm = mcp::Confirm::automatic;
    std::optional<std::uint16_t> http;  ///< port; absent: standard input and output
    std::string token_env;              ///< variable with the bearer token that HTTP clients must give
    bool open = false;                  ///< or none is asked for
    bool reload = false;                ///< serve new builds of the plugin as they appear
};

struct CheckCommand {
    std::filesystem::path plugin;
    std::filesystem::path calls;     ///< empty: those beside the library, if there are any
    std::vector<std::string> tests;  ///< by name; empty: all
    bool json = false;
};

struct OrgCommand {
    std::uint16_t port = 0;  ///< 0: any free one
    std::filesystem::path tenants;
    std::optional<unsigned> records;
    std::filesystem::path data;
    std::filesystem::path faults;
    bool memory = false;
    bool pad = false;
};

struct WatchCommand {
    std::string tool;                            ///< a call to begin with; may be empty
    std::string arguments;                       ///< JSON
    std::vector<std::filesystem::path> sources;  ///< empty: those of the library's build tree
    std::string build;                           ///< empty: that tree's
    bool repeat = false;
    bool bodies = false;
};

struct CommandLine {
    CommonOptions options;
    std::variant<ToolsCommand, CallCommand, ShortcutCommand, McpCommand, CheckCommand, OrgCommand, WatchCommand,
                 PrintCommand>
        command;
};

/// What to say instead of running something: help and version on stdout with 0, mistakes on stderr with 2.
struct Usage {
    int exit_code = 0;
    std::string text;
};

/// `plugin`: the commands that a plugin adds to those of the host; a name that the host has is the host's.
base::Result<CommandLine, Usage> parse_command_line(int argc, const char* const* argv,
                                                    const PluginCommands& plugin = {});

/// The options that say which plugin it is, read before all others: its manifest has commands.
CommonOptions plugin_options(int argc, const char* const* argv);

}  // namespace alysio::sandbox::cli
