#include "tests/sandbox_host/mcp/wire.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace alysio::sandbox::mcp::tests {

Wire::Wire(const std::string& url) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        throw std::runtime_error("nobody listens at " + url);
    }
    const timeval patience{20, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
}

void Wire::send(const std::string& method, const std::string& body, const std::string& headers) const {
    const std::string text = method +
                             " /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json, text/event-stream\r\n"
                             "Content-Type: application/json\r\nContent-Length: " +
                             std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body;
    if (!send_text(text)) throw std::runtime_error("the server takes no request");
}

bool Wire::send_text(std::string_view text) const {
    while (!text.empty()) {
        const auto count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

void Wire::read_more() {
    std::array<char, 4096> bytes{};
    const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count <= 0) throw std::runtime_error("the server said no more than: " + read_);
    read_.append(bytes.data(), static_cast<std::size_t>(count));
}

std::string Wire::next(std::size_t size) {
    while (read_.size() < size) read_more();
    const auto text = read_.substr(0, size);
    read_.erase(0, size);
    return text;
}

std::string Wire::until(const std::string& end) {
    while (read_.find(end) == std::string::npos) read_more();
    return next(read_.find(end) + end.size());
}

int Wire::status() {
    return std::stoi(until("\r\n\r\n").substr(9, 3));
}

std::string Wire::rest() {
    std::array<char, 4096> bytes{};
    for (ssize_t count = 0; (count = ::recv(socket_, bytes.data(), bytes.size(), 0)) != 0;) {
        if (count < 0 && errno == ECONNRESET) break;
        if (count < 0) throw std::runtime_error("the server does not hang up");
        read_.append(bytes.data(), static_cast<std::size_t>(count));
    }
    return std::exchange(read_, {});
}

void Wire::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

HttpFixture::Reply HttpFixture::ask(const std::string& method, const std::string& body,
                                    const std::string& headers) const {
    Wire wire(base());
    wire.send(method, body, headers);
    const auto head = wire.until("\r\n\r\n");
    Reply reply{std::stoi(head.substr(9, 3)), head, {}};
    const auto length = head.find("Content-Length: ");
    if (length != std::string::npos) reply.body = wire.next(std::stoul(head.substr(length + 16)));
    return reply;
}

std::string HttpFixture::initialize(const std::string& headers) const {
    const auto reply = ask("POST", TestClient::legacy(0, "initialize", {{"protocolVersion", "2025-11-25"}}), headers);
    const auto at = reply.head.find("MCP-Session-Id: ");
    if (at == std::string::npos) throw std::runtime_error("no session: " + reply.head);
    return reply.head.substr(at, reply.head.find("\r\n", at) + 2 - at);
}

}  // namespace alysio::sandbox::mcp::tests
