#include "sandbox_host/cli/shortcuts.hpp"

#include <alysio/base/json_depth.hpp>
#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>

namespace alysio::sandbox::cli {
namespace {

using Json = Shortcut::Json;

// What can be typed, and stand in a shell's script, without quotes.
bool is_word(std::string_view name) {
    return !name.empty() && base::is_lower(name.front()) && std::all_of(name.begin(), name.end(), [](char c) {
        return base::is_lower(c) || base::is_digit(c) || c == '-';
    });
}

std::optional<Shortcut> shortcut_from(const Json& json) {
    Shortcut shortcut;
    shortcut.name = base::text_member(json, "name");
    shortcut.tool = base::text_member(json, "tool");
    shortcut.argument = base::text_member(json, "argument");
    shortcut.member = base::text_member(json, "member");
    shortcut.help = base::text_member(json, "help");
    if (!is_word(shortcut.name) || shortcut.tool.empty()) return std::nullopt;
    if (const Json* fixed = base::find_member(json, "arguments"); fixed && fixed->is_object()) {
        shortcut.arguments = *fixed;
    }
    if (const Json* files = base::find_member(json, "files"); files && files->is_object()) {
        for (const auto& [format, arguments] : files->items()) {
            if (is_word(format) && arguments.is_object()) shortcut.files[format] = arguments;
        }
    }
    return shortcut;
}

}  // namespace

PluginCommands commands_in(const std::filesystem::path& manifest) {
    std::ifstream in(manifest);
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (base::nests_deeper_than(200, text)) return {};
    const auto json = Json::parse(text, nullptr, false);
    PluginCommands commands;
    if (const Json* tools = base::find_member(json, "tools"); tools && tools->is_array()) {
        for (const Json& tool : *tools) {
            if (tool.is_string()) commands.tools.push_back(tool.get<std::string>());
        }
    }
    if (const Json* shortcuts = base::find_member(json, "shortcuts"); shortcuts && shortcuts->is_array()) {
        for (const Json& declared : *shortcuts) {
            if (auto shortcut = shortcut_from(declared)) commands.shortcuts.push_back(*std::move(shortcut));
        }
    }
    return commands;
}

}  // namespace alysio::sandbox::cli
