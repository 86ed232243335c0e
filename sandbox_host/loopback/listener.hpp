#pragma once

#include <alysio/base/result.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <functional>
#include <memory>

namespace alysio::sandbox::loopback {

/// A port of 127.0.0.1. Where no connection can be accepted, as without descriptors, it rests for a moment before it
/// tries again: the connection that waits would make it try at once, for ever.
class Listener {
  public:
    using OnConnection = std::function<void(boost::asio::ip::tcp::socket)>;

    /// `port` 0: any free one. The context outlives it, and no longer runs when it ends.
    static base::Result<std::unique_ptr<Listener>> open(boost::asio::io_context& io, std::uint16_t port);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    /// From now on: each connection, on the context's thread.
    void accept(OnConnection on_connection);

  private:
    explicit Listener(boost::asio::io_context& io) : acceptor_(io), rest_(io) {}
    void accept_next();

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer rest_;
    std::uint16_t port_ = 0;
    OnConnection on_connection_;
};

}  // namespace alysio::sandbox::loopback
