#include "sandbox_host/cli/tool_run.hpp"

#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/cli/show/progress_bar.hpp"

#include <unistd.h>

#include <future>
#include <iostream>
#include <iterator>
#include <utility>

namespace alysio::sandbox::cli {

using runtime::CallResult;

base::Result<CallResult> run_tool(assembly::Host& host, const std::string& tool, std::string arguments,
                                  alysio_intent intent, Interrupt& interrupt) {
    auto request = host.call_for_user();
    if (!request) return base::Error{in_words(request.error())};
    request->tool = tool;
    request->arguments = std::move(arguments);
    request->intent = intent;

    std::promise<CallResult> ended;
    const auto started = std::chrono::steady_clock::now();
    ProgressBar bar{std::cerr, style_of(STDERR_FILENO), started};
    runtime::CallEvents events;
    events.on_progress = [&](runtime::CallId, const runtime::Progress& progress) {
        bar.show(progress.done, progress.total, progress.message, std::chrono::steady_clock::now());
    };
    events.on_finish = [&](runtime::CallId, CallResult result) { ended.set_value(std::move(result)); };
    const auto call = host.runtime().call(*std::move(request), std::move(events));
    interrupt.on_interrupt([&host, call] { host.runtime().cancel(call, ALYSIO_CANCEL_USER); });
    auto result = ended.get_future().get();
    interrupt.on_interrupt({});
    if (result.end == CallResult::End::refused) return base::Error{std::move(result.message)};
    return result;
}

std::string read_input() {
    return {std::istreambuf_iterator<char>{std::cin}, {}};
}

}  // namespace alysio::sandbox::cli
