#include "tests/sandbox_host/cli/org_control.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace alysio::sandbox::cli {

nlohmann::json ask(const std::string& url, const std::string& method, const std::string& path,
                   const std::string& body) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto slash = url.find('/', url.rfind(':'));
    const auto below = slash == url.npos ? std::string() : url.substr(slash);
    const int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(connection);
        throw std::runtime_error("nobody listens at " + url);
    }
    const auto request =
        method + ' ' + below + path +
        " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    if (write(connection, request.data(), request.size()) < 0) throw std::runtime_error("the org takes no request");
    std::string answer;
    std::array<char, 4096> buffer;
    for (ssize_t size; (size = read(connection, buffer.data(), buffer.size())) > 0;) {
        answer.append(buffer.data(), static_cast<std::size_t>(size));
    }
    close(connection);
    return nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
}

}  // namespace alysio::sandbox::cli
