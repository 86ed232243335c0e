#pragma once

#include "sandbox_host/org/wire/http.hpp"

#include <alysio/base/result.hpp>

#include <cstdint>
#include <memory>

namespace alysio::sandbox::org {

/// HTTP/1.1 on loopback ports, all served by one thread: handlers run one at a time, so nothing behind them needs a
/// lock. A handler must not block; a delay is asked for in the Reply.
///
/// As Salesforce does, URIs over 16,384 bytes are answered 414 and longer headers 431, before any handler sees them.
class Server {
  public:
    Server();
    ~Server();

    /// Opens 127.0.0.1:`port` (0: any free one) and gives its number. Call before start().
    base::Result<std::uint16_t> listen(std::uint16_t port, Handler handler);
    void start();
    /// Closes all ports and connections and waits for the thread. Requests in the middle get no answer.
    void stop();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::org
