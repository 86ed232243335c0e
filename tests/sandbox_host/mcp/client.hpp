#pragma once

#include "sandbox_host/mcp/server.hpp"
#include "sandbox_host/mcp/session.hpp"
#include "tests/plugins/scripted_plugin.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>

namespace alysio::sandbox::mcp::tests {

/// A host whose plugin is a plugin.
class FixtureHost final : public ToolHost {
  public:
    FixtureHost();

    std::vector<runtime::ToolInfo> tools() const override { return runtime_.tools(); }
    base::Result<void> connect() override;
    runtime::CallRequest call_for_user(std::function<void(connection::KeptFile)> on_file) override;
    runtime::Runtime& runtime() override { return runtime_; }

    sandbox::testing::ScriptedPlugin plugin;
    base::Result<void> problem;  ///< what connect answers
    int connected = 0;
    std::function<void(connection::KeptFile)> keep;  ///< on_file of the last call

  private:
    runtime::Runtime runtime_{{}};
};

/// An MCP client that the test speaks for, line by line.
class TestClient {
  public:
    explicit TestClient(FixtureHost& host, ServerOptions options = {});
    ~TestClient();

    /// Sends what the client sends.
    void send(const std::string& text);
    /// The next line from the server. Fails the test when there is none for a while.
    Json next();
    Json ask(const std::string& text) {
        send(text);
        return next();
    }
    /// Everything that was sent has been dealt with.
    void settle();

    /// A request of the modern era.
    static std::string modern(int id, const std::string& method, Json params = Json::object(),
                              const Json& capabilities = Json::object());
    static std::string legacy(int id, const std::string& method, const Json& params = Json::object());
    /// Shakes hands, as a client that has these capabilities.
    Json initialize(const Json& capabilities = Json::object(), const std::string& version = "2025-11-25");

    std::size_t unread();
    Server& server() { return server_; }
    void close();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> lines_;
    Server server_;
    std::shared_ptr<Session> session_;
};

/// The text of a tool's result.
inline std::string text_of(const Json& answer) {
    return answer.at("result").at("content").at(0).at("text").get<std::string>();
}

}  // namespace alysio::sandbox::mcp::tests
