#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/call_text.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/cli/show/progress_bar.hpp"
#include "sandbox_host/cli/show/result_view.hpp"

#include <unistd.h>

#include <algorithm>
#include <future>
#include <iostream>
#include <iterator>

namespace alysio::sandbox::cli {
namespace {

using runtime::CallResult;

base::Result<std::string> read_arguments(const std::string& given) {
    if (given.empty()) return std::string("{}");
    if (given != "-") return arguments_of(given);
    return arguments_of({std::istreambuf_iterator<char>{std::cin}, {}});
}

CallResult run_call(assembly::Host& host, runtime::CallRequest request, Interrupt& interrupt) {
    std::promise<CallResult> ended;
    const auto started = std::chrono::steady_clock::now();
    ProgressBar bar{std::cerr, style_of(STDERR_FILENO), started};
    runtime::CallEvents events;
    events.on_progress = [&](runtime::CallId, const runtime::Progress& progress) {
        bar.show(progress.done, progress.total, progress.message, std::chrono::steady_clock::now());
    };
    events.on_finish = [&](runtime::CallId, CallResult result) { ended.set_value(std::move(result)); };
    const auto call = host.runtime().call(std::move(request), std::move(events));
    interrupt.on_interrupt([&host, call] { host.runtime().cancel(call, ALYSIO_CANCEL_USER); });
    auto result = ended.get_future().get();
    interrupt.on_interrupt({});
    return result;
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
    const auto arguments = read_arguments(command.arguments);
    if (!arguments) return complain(arguments.error().message);
    const auto host = assembly::Host::open(host_options(options));
    if (!host) return complain(in_words(host.error()));

    const auto tools = (*host)->tools();
    const auto tool =
        std::find_if(tools.begin(), tools.end(), [&](const auto& known) { return known.name == command.tool; });
    if (tool == tools.end()) return complain(unknown_tool(tools, command.tool));

    auto call = (*host)->call_for_user();
    if (!call) return complain(in_words(call.error()));
    call->tool = command.tool;
    call->arguments = *arguments;
    call->intent = command.dry_run ? ALYSIO_INTENT_PREVIEW : ALYSIO_INTENT_EXECUTE;
    const auto result = run_call(**host, std::move(*call), interrupt);
    if (result.end == CallResult::End::refused) return complain(result.message);
    const int exit_code = show(result, *tool, command);
    return interrupt.happened() ? Interrupt::exit_code : exit_code;
}

}  // namespace alysio::sandbox::cli
