#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/cli/show/tools_view.hpp"
#include "sandbox_host/mcp/tools_list.hpp"

#include <unistd.h>

#include <iostream>

namespace alysio::sandbox::cli {

int run(const CommonOptions& options, const ToolsCommand& command, Interrupt&) {
    const auto host = assembly::Host::open(host_options(options));
    if (!host) return complain(in_words(host.error()));
    if (command.json) {
        std::cout << mcp::tools_json((*host)->tools()) << '\n';
    } else {
        show_tools(std::cout, (*host)->tools(), style_of(STDOUT_FILENO));
    }
    return success;
}

}  // namespace alysio::sandbox::cli
