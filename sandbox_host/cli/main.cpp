#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/runtime/memory.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

namespace {

// A dump of the process would hold tokens and keys. Who looks for a crash asks for one.
void keep_out_of_core_dumps() {
    rlimit limit{};
    if (std::getenv("ALYSIO_CORE_DUMPS") != nullptr || getrlimit(RLIMIT_CORE, &limit) != 0) return;
    limit.rlim_cur = 0;
    setrlimit(RLIMIT_CORE, &limit);
}

// Whoever read the output has enough of it.
bool reader_is_gone() {
    pollfd output{STDOUT_FILENO, POLLOUT, 0};
    return ::poll(&output, 1, 0) == 1 && (output.revents & (POLLERR | POLLHUP)) != 0;
}

// What a command printed may stand in a buffer until here, and may not get any further.
int after_output(int exit_code) {
    std::cout.flush();
    if (std::cout || reader_is_gone()) return exit_code;
    const int failed = alysio::sandbox::cli::complain("the output could not be written: it is not complete");
    return exit_code == alysio::sandbox::cli::success ? failed : exit_code;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace alysio::sandbox::cli;
    alysio::sandbox::runtime::keep_memory_flat();
    try {
        std::ios::sync_with_stdio(false);
        // A peer that hangs up, and a file that may not grow any further, are errors of that write, not the end of the
        // program.
        std::signal(SIGPIPE, SIG_IGN);
        std::signal(SIGXFSZ, SIG_IGN);
        keep_out_of_core_dumps();
        const auto manifest = host_options(plugin_options(argc, argv)).manifest;
        const auto parsed = parse_command_line(argc, argv, commands_in(manifest));
        if (!parsed) {
            const Usage& usage = parsed.error();
            (usage.exit_code == 0 ? std::cout : std::cerr) << usage.text;
            return after_output(usage.exit_code);
        }
        const auto& line = *parsed;
        Interrupt interrupt;
        return after_output(
            std::visit([&](const auto& command) { return run(line.options, command, interrupt); }, line.command));
    } catch (const std::exception& error) {
        std::cerr << "alysio-sandbox: internal error: " << error.what() << '\n';
        return usage_error;
    }
}
