#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace alysio::sandbox::cli {

/// A command that a plugin's manifest declares: one of its tools under a short name (host_api/manifest.md). All that the
/// command line knows of a plugin before it is loaded.
struct Shortcut {
    using Json = nlohmann::ordered_json;

    std::string name;
    std::string tool;
    std::string argument;               ///< what the words behind the name are for the tool; empty: it takes none
    Json arguments = Json::object();    ///< further ones, always the same
    std::string member;                 ///< the part of the result that people see; empty: all of it
    std::map<std::string, Json> files;  ///< by format: the arguments that make the tool put its result into a file
    std::string help;                   ///< one line
};

struct PluginCommands {
    std::vector<Shortcut> shortcuts;
    std::vector<std::string> tools;
};

/// What the manifest says; what is not well-formed, or no manifest at all, says nothing here: whoever loads the plugin
/// hears of it.
PluginCommands commands_in(const std::filesystem::path& manifest);

}  // namespace alysio::sandbox::cli
