#pragma once

#include "sandbox_host/mcp/http/streamable_http_server.hpp"
#include "tests/sandbox_host/mcp/client.hpp"

#include <string>

namespace alysio::sandbox::mcp::tests {

/// One TCP connection to a server on loopback, spoken to in plain text.
class Wire {
  public:
    explicit Wire(const std::string& url);
    ~Wire() { close(); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    Wire(Wire&& other) noexcept : socket_(std::exchange(other.socket_, -1)), read_(std::exchange(other.read_, {})) {}

    /// A request as MCP's clients send it; `headers` end with a line break.
    void send(const std::string& method, const std::string& body, const std::string& headers = {}) const;
    /// All of it, or as much as the other side takes: whether it took all.
    bool send_text(std::string_view text) const;

    /// Until `end` has come, which is taken along. Throws when the server hangs up before.
    std::string until(const std::string& end);
    std::string next(std::size_t size);
    /// The head of an answer: its status.
    int status();
    /// Whatever comes until the server hangs up.
    std::string rest();

    void close();
    int socket() const noexcept { return socket_; }

  private:
    void read_more();

    int socket_ = -1;
    std::string read_;
};

/// A host behind an HTTP server.
struct HttpFixture {
    explicit HttpFixture(const std::string& token = {}, const HttpLimits& limits = {})
        : http(std::move(*StreamableHttpServer::start(server, 0, token, limits))) {}

    FixtureHost host;
    Server server{host, {}};
    std::unique_ptr<StreamableHttpServer> http;

    struct Reply {
        int status = 0;
        std::string head;
        std::string body;
    };
    /// On a connection of its own.
    Reply ask(const std::string& method, const std::string& body, const std::string& headers = {}) const;
    std::string base() const { return http->url().substr(0, http->url().rfind('/')); }

    /// The header that names the new session.
    std::string initialize(const std::string& headers = {}) const;
};

}  // namespace alysio::sandbox::mcp::tests
