#pragma once

#include "sandbox_host/runtime/log.hpp"
#include "sandbox_host/services/transport.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace alysio::sandbox::services {

struct TransportOptions {
    std::chrono::milliseconds connect_timeout = std::chrono::seconds(30);
    /// A request that receives less than a trickle for so long is given up: longer than a server may take for its slowest
    /// answer (120 s). While the plugin holds a body back, nothing is counted.
    std::chrono::seconds silence = std::chrono::seconds(150);
    /// Kept for reuse by those who share connections: as many as a tenant mostly uses at once.
    long idle_connections = 8;
    /// "HOST:PORT:ADDRESS,ADDRESS", as curl's --resolve: where a host is, instead of asking the resolver.
    std::vector<std::string> addresses;
    std::shared_ptr<runtime::Log> log = std::make_shared<runtime::NoLog>();
};

/// libcurl's multi interface on one thread of its own, with connections reused, HTTP/2 where the server offers it, one
/// request per connection at a time: libcurl stops reading a connection while one of its streams is paused, so a body
/// that waits for credit would hold up all others.
class CurlTransport final : public Transport {
  public:
    explicit CurlTransport(const TransportOptions& options = {});
    /// Drops what is under way.
    ~CurlTransport() override;

    void submit(std::shared_ptr<Transfer> transfer) override;
    void resume(std::shared_ptr<Transfer> transfer) override;
    void forget(std::shared_ptr<Transfer> transfer) override;

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace alysio::sandbox::services
