#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/runtime/memory.hpp"

#include <sys/resource.h>

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
        const auto parsed = parse_command_line(argc, argv);
        if (!parsed) {
            const Usage& usage = parsed.error();
            (usage.exit_code == 0 ? std::cout : std::cerr) << usage.text;
            return usage.exit_code;
        }
        const auto& line = *parsed;
        Interrupt interrupt;
        return std::visit([&](const auto& command) { return run(line.options, command, interrupt); }, line.command);
    } catch (const std::exception& error) {
        std::cerr << "alysio-sandbox: internal error: " << error.what() << '\n';
        return usage_error;
    }
}
