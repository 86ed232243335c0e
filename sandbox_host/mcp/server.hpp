#pragma once

#include "sandbox_host/mcp/confirmation.hpp"
#include "sandbox_host/mcp/file_resources.hpp"
#include "sandbox_host/mcp/loop_handle.hpp"
#include "sandbox_host/mcp/protocol/revision.hpp"
#include "sandbox_host/mcp/request_state.hpp"
#include "sandbox_host/mcp/send.hpp"
#include "sandbox_host/mcp/tool_host.hpp"
#include "sandbox_host/runtime/thread_pool.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace alysio::sandbox::mcp {

class Session;
class ToolCall;

struct ServerOptions {
    std::string name = "alysio-sandbox";
    std::string title = "Alysio sandbox host";
    std::string version;
    std::string instructions;  ///< for the model; may be empty
    Confirm confirm = Confirm::automatic;
    std::size_t most_running = 256;                 ///< calls in the plugin at once; further ones wait
    std::function<std::chrono::sys_seconds()> now;  ///< the system's clock where empty
};

/// What all connections of one MCP server share. Everything of the server happens on one thread of its own, the loop;
/// so the members but `post` and the constructor are [loop], and nothing of it needs a lock.
class Server {
  public:
    /// The host outlives it.
    Server(ToolHost& host, ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Any thread: runs the task on the loop.
    void post(std::function<void()> task) { loop_handle_->post(std::move(task)); }
    /// For what may come after the server's end.
    const std::shared_ptr<LoopHandle>& loop_handle() const noexcept { return loop_handle_; }

    /// A new connection, with files of its own, or with those of an owner that has several.
    std::shared_ptr<Session> open(Send send);
    std::shared_ptr<Session> open(Send send, Owner owner);

    /// The host's tools are others now: tells every client that wants to know.
    void tools_changed();

    const ServerOptions& options() const noexcept { return options_; }
    ToolHost& host() noexcept { return host_; }
    FileResources& files() noexcept { return files_; }
    RequestStates& states() noexcept { return states_; }
    std::chrono::sys_seconds now() const;
    const std::vector<runtime::ToolInfo>& tools() const noexcept { return tools_; }
    const runtime::ToolInfo* tool(std::string_view name) const;

    /// A result of that era from the members of an object, as JSON text without the braces.
    std::string result(Era era, std::string_view members) const;
    /// The same, of a result that clients may keep.
    std::string cacheable(Era era, std::string_view members) const;
    const std::string& listed_tools() const noexcept { return listed_tools_; }
    Json information() const;

    /// Starts the call once the user is connected and it is its turn.
    void admit(std::shared_ptr<ToolCall> call);
    /// A call that was started has ended.
    void released();

  private:
    std::shared_ptr<Session> remember(std::shared_ptr<Session> session);
    void connect();
    void start_waiting();

    ToolHost& host_;
    const ServerOptions options_;
    std::string information_;
    std::vector<runtime::ToolInfo> tools_;
    std::string listed_tools_;
    FileResources files_;
    RequestStates states_;

    std::vector<std::weak_ptr<Session>> sessions_;
    std::deque<std::shared_ptr<ToolCall>> waiting_;
    std::size_t running_ = 0;
    bool starting_ = false;

    enum class UserState { none, connecting, connected };
    UserState user_ = UserState::none;
    std::thread connecting_;

    runtime::ThreadPool loop_{1};  // ends first: what it runs uses the rest
    const std::shared_ptr<LoopHandle> loop_handle_ = std::make_shared<LoopHandle>(loop_);
};

}  // namespace alysio::sandbox::mcp
