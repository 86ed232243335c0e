#include "sandbox_host/cli/usage/help.hpp"

#include "sandbox_host/cli/text/terminal.hpp"
#include "sandbox_host/cli/text/wrap.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::cli {
namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t widest_name = 24;

std::string named(const OptionText& option) {
    std::string text;
    for (const auto& name : option.names) text += (text.empty() ? "" : ", ") + name;
    if (!option.value.empty()) text += ' ' + option.value;
    return text;
}

Rows rows_of(const std::vector<OptionText>& options) {
    Rows rows;
    for (const auto& option : options) rows.emplace_back(named(option), option.text);
    return rows;
}

std::string section(std::string_view title, const std::vector<OptionText>& options, std::size_t width) {
    if (options.empty()) return "";
    return '\n' + std::string(title) + ":\n" + definitions(rows_of(options), width);
}

}  // namespace

std::string definitions(const Rows& rows, std::size_t width) {
    std::size_t column = 0;
    for (const auto& [name, text] : rows) {
        if (const auto size = display_width(name); size <= widest_name) column = std::max(column, size);
    }
    column += 4;
    std::string lines;
    for (const auto& [name, text] : rows) {
        lines += "  " + name;
        const auto used = 2 + display_width(name);
        lines += used + 2 > column ? '\n' + std::string(column, ' ') : std::string(column - used, ' ');
        lines += wrapped(text, width, column) + '\n';
    }
    return lines;
}

std::string synopsis(const CommandText& command) {
    std::string text = command.options.empty() ? "" : "[OPTIONS]";
    for (const auto& argument : command.arguments) {
        const auto name = argument.names.front() + (argument.repeats ? "..." : "");
        text += (text.empty() ? "" : " ") + (argument.required ? name : '[' + name + ']');
    }
    return text;
}

std::string help(const ProgramText& program, std::size_t width) {
    std::string text = wrapped(program.text, width, 0) + "\n\nUsage: " + program.name + " COMMAND [OPTIONS]\n";
    Rows commands;
    for (const auto& command : program.commands) commands.emplace_back(command.name, command.text);
    text += "\nCommands:\n" + definitions(commands, width);
    text += section("Options of all commands", program.options, width);
    return text + '\n' + wrapped(program.name + " COMMAND --help says more about a command.", width, 0) + '\n';
}

std::string help(const ProgramText& program, const CommandText& command, std::size_t width) {
    const auto usage = "Usage: " + program.name + ' ' + command.name + ' ' + synopsis(command);
    std::string text = wrapped(command.text, width, 0) + "\n\n" + wrapped(usage, width, 7) + '\n';
    text += section("Arguments", command.arguments, width);
    text += section("Options", command.options, width);
    text += section("Options of all commands", program.options, width);
    if (!command.examples.empty()) {
        text += "\nExamples:\n";
        for (const auto example : base::split(command.examples, '\n')) text += "  " + std::string(example) + '\n';
    }
    return text;
}

}  // namespace alysio::sandbox::cli
