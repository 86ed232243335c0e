#pragma once

#include "sandbox_host/mcp/http/http_limits.hpp"

#include <alysio/base/result.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace alysio::sandbox::mcp {

class Server;

/// Serves MCP's Streamable HTTP on loopback, from a thread of its own.
class StreamableHttpServer {
  public:
    /// `port` 0: any free one. `token`: the bearer token that clients must give; empty: none is asked for.
    static base::Result<std::unique_ptr<StreamableHttpServer>> start(Server& server, std::uint16_t port,
                                                                     std::string token, const HttpLimits& limits = {});
    ~StreamableHttpServer();
    StreamableHttpServer(const StreamableHttpServer&) = delete;
    StreamableHttpServer& operator=(const StreamableHttpServer&) = delete;

    std::string url() const;

  private:
    struct State;
    explicit StreamableHttpServer(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::mcp
