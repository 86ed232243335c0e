#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/call_text.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/cli/named_arguments.hpp"
#include "sandbox_host/cli/show/result_view.hpp"
#include "sandbox_host/cli/show/tool_help.hpp"
#include "sandbox_host/cli/tool_run.hpp"

#include <unistd.h>

#include <iostream>

namespace alysio::sandbox::cli {
namespace {

using runtime::CallResult;

base::Result<std::string> arguments_for(const runtime::ToolInfo& tool, const std::vector<std::string>& words) {
    if (words.size() == 1 && words.front() == "-") return arguments_of(read_input());
    if (words.size() == 1 && !is_named_argument(words.front())) return arguments_of(words.front());
    return named_arguments(words, tool.input_schema);
}

int show(const CallResult& result, const runtime::ToolInfo& tool, const CallCommand& command) {
    const auto json = json_of(result);
    if (command.json) {
        std::cout << json << '\n';
    } else if (!succeeded(result)) {
        show_error(std::cerr, json, style_of(STDERR_FILENO));
    } else if (command.dry_run) {
        show_preview(std::cout, json, style_of(STDOUT_FILENO), after_preview(tool, "run it without --dry-run"));
    } else {
        show_result(std::cout, json, tool.output_schema, style_of(STDOUT_FILENO));
    }
    return succeeded(result) ? success : tool_error;
}

}  // namespace

int run(const CommonOptions& options, const CallCommand& command, Interrupt& interrupt) {
    const auto host = assembly::Host::open(host_options(options));
    if (!host) return complain(in_words(host.error()));
    const auto tool = find_tool((*host)->tools(), command.tool);
    if (!tool) return complain(tool.error().message);
    if (command.help) {
        show_tool_help(std::cout, *tool, style_of(STDOUT_FILENO));
        return success;
    }
    auto arguments = arguments_for(*tool, command.arguments);
    if (!arguments) return complain(safe_text(arguments.error().message));
    const auto intent = command.dry_run ? ALYSIO_INTENT_PREVIEW : ALYSIO_INTENT_EXECUTE;
    const auto result = run_tool(**host, tool->name, *std::move(arguments), intent, interrupt);
    if (!result) return complain(result.error().message);
    const int exit_code = show(*result, *tool, command);
    return interrupt.happened() ? Interrupt::exit_code : exit_code;
}

}  // namespace alysio::sandbox::cli
