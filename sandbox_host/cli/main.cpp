#include "sandbox_host/cli/commands.hpp"

#include <malloc.h>

#include <csignal>
#include <exception>
#include <iostream>

namespace {

// Pages of records pass through several threads. With a heap for each, and blocks of megabytes kept in them, what the
// process has at its peak would depend on which thread was free when, and grow with the result.
void keep_memory_flat() {
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_MMAP_THRESHOLD, 1'500'000);
    mallopt(M_TRIM_THRESHOLD, 2'000'000);
}

}  // namespace

int main(int argc, char** argv) {
    using namespace alysio::sandbox::cli;
    keep_memory_flat();
    try {
        std::ios::sync_with_stdio(false);
        std::signal(SIGPIPE, SIG_IGN);  // a peer that hangs up is an error of that write, not the end of the program
        const auto parsed = parse_command_line(argc, argv);
        if (const auto* usage = std::get_if<Usage>(&parsed)) {
            (usage->exit_code == 0 ? std::cout : std::cerr) << usage->text;
            return usage->exit_code;
        }
        const auto& line = std::get<CommandLine>(parsed);
        Interrupt interrupt;
        return std::visit([&](const auto& command) { return run(line.options, command, interrupt); }, line.command);
    } catch (const std::exception& error) {
        std::cerr << "alysio-sandbox: internal error: " << error.what() << '\n';
        return usage_error;
    }
}
