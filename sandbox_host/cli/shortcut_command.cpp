#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/call_text.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/cli/show/json_text.hpp"
#include "sandbox_host/cli/show/result_shape.hpp"
#include "sandbox_host/cli/show/result_view.hpp"
#include "sandbox_host/cli/tool_run.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <unistd.h>

#include <fstream>
#include <iostream>
#include <sstream>

namespace alysio::sandbox::cli {
namespace {

using runtime::CallResult;

// What is printed: as an option says, else as the file's name ends.
ShortcutCommand with_format_of_file(ShortcutCommand command) {
    if (command.json || !command.format.empty() || command.output.empty()) return command;
    const auto ending = command.output.extension().string();
    if (ending == ".json") command.json = true;
    if (ending.size() > 1 && command.shortcut.files.contains(ending.substr(1))) command.format = ending.substr(1);
    return command;
}

std::string arguments_for(const ShortcutCommand& command) {
    auto arguments = command.shortcut.arguments;
    if (!command.shortcut.argument.empty()) {
        const auto text = command.argument == "-" ? read_input() : command.argument;
        arguments[command.shortcut.argument] = base::trim(text);
    }
    if (!command.format.empty()) arguments.update(command.shortcut.files.at(command.format));
    return arguments.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The file that the tool made of its result.
base::Result<void> print_file(std::ostream& out, const Json& result) {
    for (const auto& [name, value] : result.items()) {
        if (!is_file(value)) continue;
        const auto path = text_at(value, "path");
        std::ifstream file(path, std::ios::binary);
        if (!file) return base::Error{"the file " + safe_text(path) + " cannot be read"};
        if (file.peek() != std::ifstream::traits_type::eof()) out << file.rdbuf();
        return {};
    }
    return base::Error{"the tool put its result into no file"};
}

base::Result<void> print(std::ostream& out, const std::string& json, const runtime::ToolInfo& tool,
                         const ShortcutCommand& command, const Style& style) {
    if (command.json) {
        out << json << '\n';
        return {};
    }
    const auto result = Json::parse(json, nullptr, false);
    if (!command.format.empty()) return print_file(out, result);
    const Json* member = base::find_member(result, command.shortcut.member);
    show_result(out, member ? member->dump() : json, member ? "" : tool.output_schema, style);
    return {};
}

base::Result<void> print_to(const std::filesystem::path& path, const std::string& json, const runtime::ToolInfo& tool,
                            const ShortcutCommand& command) {
    std::ofstream file(path, std::ios::binary);
    if (!file) return base::Error{"the file " + path.string() + " cannot be written"};
    if (auto printed = print(file, json, tool, command, {}); !printed) return printed;
    file.close();
    if (!file) return base::Error{"the file " + path.string() + " could not be written to its end"};
    return {};
}

// A table of standard output has its warnings below; those of everything else go where they disturb no program.
void warn(const std::string& json, const ShortcutCommand& command) {
    if (command.json || (command.format.empty() && command.output.empty())) return;
    const auto result = Json::parse(json, nullptr, false);
    if (const Json* warnings = base::find_member(result, "warnings"); warnings && warnings->is_array()) {
        for (const auto& warning : *warnings) std::cerr << "warning: " << safe_text(value_text(warning)) << '\n';
    }
}

}  // namespace

int run(const CommonOptions& options, const ShortcutCommand& given, Interrupt& interrupt) {
    const auto command = with_format_of_file(given);
    const auto host = assembly::Host::open(host_options(options));
    if (!host) return complain(in_words(host.error()));
    const auto tool = find_tool((*host)->tools(), command.shortcut.tool);
    if (!tool) return complain(tool.error().message);
    const auto result = run_tool(**host, tool->name, arguments_for(command), ALYSIO_INTENT_EXECUTE, interrupt);
    if (!result) return complain(result.error().message);

    const auto json = json_of(*result);
    const bool done = succeeded(*result);
    if (!done && command.json && command.output.empty()) {
        std::cout << json << '\n';
    } else if (!done) {
        show_error(std::cerr, json, style_of(STDERR_FILENO));
    } else {
        const auto printed = command.output.empty() ? print(std::cout, json, *tool, command, style_of(STDOUT_FILENO))
                                                    : print_to(command.output, json, *tool, command);
        if (!printed) return complain(printed.error().message);
        warn(json, command);
    }
    if (interrupt.happened()) return Interrupt::exit_code;
    return done ? success : tool_error;
}

}  // namespace alysio::sandbox::cli
