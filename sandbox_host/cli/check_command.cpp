#include "sandbox_host/check/check.hpp"
#include "sandbox_host/check/report.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/text/terminal.hpp"

#include <unistd.h>

#include <iostream>

namespace alysio::sandbox::cli {

int run(const CommonOptions& options, const CheckCommand& command, Interrupt& interrupt) {
    check::Options what;
    what.library = command.plugin;
    what.manifest = options.manifest;
    what.calls = command.calls;
    what.only = command.tests;
    what.stopped = [&] { return interrupt.happened(); };

    const auto style = style_of(STDOUT_FILENO);
    const auto outcomes = check::check(what, [&](const check::TestOutcome& outcome) {
        if (command.json) return;
        const auto line = safe_text(check::line_for(outcome));
        std::cout << (outcome.finding.is_failure() ? red(line, style) : line) << std::endl;
    });
    if (!outcomes) return complain(outcomes.error().message);
    if (interrupt.happened()) return Interrupt::exit_code;
    if (command.json) {
        std::cout << check::json_report(command.plugin, *outcomes) << '\n';
    } else {
        std::cout << check::summary(*outcomes) << '\n';
    }
    return check::is_fit(*outcomes) ? success : tool_error;
}

}  // namespace alysio::sandbox::cli
