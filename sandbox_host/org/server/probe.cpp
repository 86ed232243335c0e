#include "sandbox_host/org/server/probe.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace alysio::sandbox::org {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

std::optional<std::string> probe(std::uint16_t port, const std::string& target, std::chrono::milliseconds patience) {
    asio::io_context io;
    beast::tcp_stream stream(io);
    stream.expires_after(patience);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::request<http::empty_body> request(http::verb::get, target, 11);
    request.set(http::field::host, "127.0.0.1:" + std::to_string(port));
    request.set(http::field::connection, "close");

    // Asynchronous steps, since only those obey the stream's deadline; each starts where the last one succeeded.
    bool answered = false;
    const auto on_read = [&](beast::error_code error, std::size_t) { answered = !error; };
    const auto on_written = [&](beast::error_code error, std::size_t) {
        if (!error) http::async_read(stream, buffer, response, on_read);
    };
    stream.async_connect(asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), port), [&](beast::error_code error) {
        if (!error) http::async_write(stream, request, on_written);
    });
    io.run();
    if (!answered || response.result() != http::status::ok) return std::nullopt;
    return std::move(response.body());
}

}  // namespace alysio::sandbox::org
