#include "sandbox_host/assembly/environment.hpp"
#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/cli/host_options.hpp"
#include "sandbox_host/mcp/http/streamable_http_server.hpp"
#include "sandbox_host/mcp/server.hpp"
#include "sandbox_host/mcp/stdio/stdio_server.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <future>

namespace alysio::sandbox::cli {
namespace {

// This host, as the MCP server sees it.
class McpHost final : public mcp::ToolHost {
  public:
    explicit McpHost(assembly::Host& host) : host_(host) {}

    std::vector<runtime::ToolInfo> tools() const override { return host_.runtime().tools(); }

    base::Result<void> connect() override {
        auto user = host_.connect();
        if (!user) return base::Error{in_words(user.error())};
        user_ = *std::move(user);
        return {};
    }

    runtime::CallRequest call_for_user(std::function<void(connection::KeptFile)> on_file) override {
        return assembly::call_as(user_, std::move(on_file));
    }

    runtime::Runtime& runtime() override { return host_.runtime(); }

  private:
    assembly::Host& host_;
    std::shared_ptr<const connection::ActingUser> user_;  // once connected
};

void serve_stdio(mcp::Server& server, int out, Interrupt& interrupt) {
    mcp::StdioServer stdio(server, STDIN_FILENO, out);
    interrupt.on_interrupt([&stdio] { stdio.stop(); });
    const bool all_done = stdio.run();
    interrupt.on_interrupt({});
    // Neither a write that is still under way nor a client that has stopped reading keeps the process of a client that is gone.
    if (!all_done) std::_Exit(success);
    // All calls have been answered; one that was cancelled may still hold the plugin.
    interrupt.end_within(std::chrono::seconds(1));
}

int serve_http(mcp::Server& server, const McpCommand& command, const std::string& token, int out,
               Interrupt& interrupt) {
    if (token.empty() && !command.open) {
        return complain(
            "whoever reaches the port could call: name the variable that holds a token by --token-env, or allow "
            "everybody on this machine by --open");
    }
    const auto http = mcp::StreamableHttpServer::start(server, *command.http, token);
    if (!http) return complain(http.error().message);
    if (::dprintf(out, "%s\n", (*http)->url().c_str()) < 0) return complain("the address could not be written");
    std::promise<void> interrupted;
    interrupt.on_interrupt([&interrupted] { interrupted.set_value(); });
    interrupted.get_future().wait();
    interrupt.on_interrupt({});
    return success;
}

// New builds of the plugin, where they are wanted, and what clients hear of them.
class Reloading {
  public:
    Reloading(assembly::Host& host, mcp::Server& server, bool wanted) : host_(host) {
        if (!wanted) return;
        host.on_generation([&server](const runtime::GenerationEvent& event) {
            if (!event.tools.empty()) server.post([&server] { server.tools_changed(); });
        });
        watcher_ = host.watch_for_builds([&host] {
            if (const auto done = host.reload(); !done)
                complain("the new build is not loaded: " + done.error().message);
        });
    }
    ~Reloading() {
        watcher_.reset();
        host_.on_generation({});
    }
    Reloading(const Reloading&) = delete;
    Reloading& operator=(const Reloading&) = delete;

  private:
    assembly::Host& host_;
    std::unique_ptr<runtime::PluginWatcher> watcher_;
};

}  // namespace

int run(const CommonOptions& options, const McpCommand& command, Interrupt& interrupt) {
    // Before the plugin is there, which might print.
    const int out = mcp::take_stdout();
    const auto token = command.http && !command.open ? assembly::take_variable(command.token_env) : std::nullopt;
    const auto host = assembly::Host::open(host_options(options));
    if (!host) return complain(in_words(host.error()));

    McpHost mcp_host(**host);
    mcp::ServerOptions server_options;
    server_options.version = ALYSIO_VERSION;
    server_options.confirm = command.confirm;
    mcp::Server server(mcp_host, std::move(server_options));
    const Reloading reloading(**host, server, command.reload);
    if (command.http) return serve_http(server, command, token.value_or(""), out, interrupt);
    serve_stdio(server, out, interrupt);
    return success;
}

}  // namespace alysio::sandbox::cli
