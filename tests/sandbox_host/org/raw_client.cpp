#include "tests/sandbox_host/org/raw_client.hpp"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

namespace alysio::sandbox::org::test {

RawClient::RawClient(const std::string& url) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("nobody listens at " + url);
    }
}

RawClient::~RawClient() {
    hang_up();
}

void RawClient::hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

void RawClient::send(const std::string& bytes) const {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(bytes.size())) throw std::runtime_error("the org takes no request");
}

void RawClient::request(const RunningOrg& org, const std::string& method, const std::string& path,
                        const std::string& body) const {
    std::string text = method + " /services/data/v63.0" + path +
                       " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + org.user().access_token + "\r\n";
    if (!body.empty()) text += "Content-Type: application/json\r\n";
    send(text + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

std::string RawClient::read_some(std::size_t most) {
    std::array<char, 16'384> buffer;
    const auto size = ::recv(socket_, buffer.data(), std::min(buffer.size(), most), 0);
    if (size <= 0) end = size < 0 && errno == ECONNRESET ? End::reset : End::closed;
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

std::string RawClient::read(std::size_t bytes) {
    std::string text;
    while (text.size() < bytes && end == End::open) text += read_some(bytes - text.size());
    return text;
}

std::string RawClient::read_all() {
    return read(std::string::npos);
}

std::string RawClient::read_head() {
    std::string head;
    while (end == End::open && head.find("\r\n\r\n") == std::string::npos) head += read(1);
    return head;
}

std::string RawClient::read_body() {
    const std::string length = header_of(read_head(), "Content-Length");
    return length.empty() ? "" : read(std::stoul(length));
}

bool RawClient::has_more(std::chrono::milliseconds patience) const {
    pollfd readable{socket_, POLLIN, 0};
    return ::poll(&readable, 1, static_cast<int>(patience.count())) > 0;
}

std::string header_of(const std::string& head, const std::string& name) {
    const std::string start = "\r\n" + name + ": ";
    const auto at = head.find(start);
    if (at == std::string::npos) return "";
    return head.substr(at + start.size(), head.find("\r\n", at + 2) - at - start.size());
}

}  // namespace alysio::sandbox::org::test
