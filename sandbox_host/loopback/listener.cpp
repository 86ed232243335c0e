#include "sandbox_host/loopback/listener.hpp"

#include <chrono>
#include <string>

namespace alysio::sandbox::loopback {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

namespace {
constexpr std::chrono::milliseconds rest_time{100};
}

base::Result<std::unique_ptr<Listener>> Listener::open(asio::io_context& io, std::uint16_t port) {
    std::unique_ptr<Listener> listener(new Listener(io));
    auto& acceptor = listener->acceptor_;
    const tcp::endpoint address(asio::ip::address_v4::loopback(), port);
    error_code error;
    acceptor.open(address.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(address, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) listener->port_ = acceptor.local_endpoint(error).port();
    if (error == asio::error::address_in_use) return base::Error{"port " + std::to_string(port) + " is in use"};
    if (error) return base::Error{"can't listen on port " + std::to_string(port) + ": " + error.message()};
    return listener;
}

void Listener::accept(OnConnection on_connection) {
    on_connection_ = std::move(on_connection);
    accept_next();
}

void Listener::accept_next() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (error) {
            rest_.expires_after(rest_time);
            rest_.async_wait([this](error_code ended) {
                if (!ended) accept_next();
            });
            return;
        }
        socket.set_option(tcp::no_delay(true), error);
        on_connection_(std::move(socket));
        accept_next();
    });
}

}  // namespace alysio::sandbox::loopback
