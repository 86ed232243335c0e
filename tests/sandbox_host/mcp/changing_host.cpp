// An MCP server on standard input and output whose tools change at each call, for clients that want to hear of it.

#include "sandbox_host/mcp/stdio/stdio_server.hpp"
#include "tests/sandbox_host/mcp/client.hpp"

#include <unistd.h>

using namespace alysio::sandbox;
using namespace alysio::sandbox::mcp;

int main() {
    const int out = take_stdout();
    mcp::tests::FixtureHost host;
    Server server(host, {});
    host.plugin.on_call = [&](alysio::sandbox::testing::ScriptedPlugin& plugin, const alysio_call_info& info) {
        server.post([&] { server.tools_changed(); });
        return plugin.finish(info.call);
    };
    StdioServer(server, STDIN_FILENO, out).run();
}
