#pragma once

// A server of raw bytes on loopback, for what no proper server does: it closes early, stalls, lies.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

struct ssl_ctx_st;

namespace alysio::sandbox::testing {

// One connection, used by its handler alone.
class Peer {
  public:
    virtual ~Peer() = default;
    // A request with its body, as bytes; empty when the client has gone.
    std::string read_request();
    // False: the client has gone.
    bool write(std::string_view bytes);
    // Waits until the client closes. False: it sent more instead.
    bool wait_for_close();

    int connection = 0;  // 1, 2, 3 … in the order they came

  protected:
    virtual long read_some(char* to, std::size_t size) = 0;
    virtual long write_some(const char* from, std::size_t size) = 0;

  private:
    std::string pending_;
};

class RawServer {
  public:
    using Handler = std::function<void(Peer&)>;

    // Each connection is handled on a thread of its own, and closed when the handler returns.
    explicit RawServer(Handler handler, bool tls = false);
    ~RawServer();
    RawServer(const RawServer&) = delete;
    RawServer& operator=(const RawServer&) = delete;

    std::uint16_t port() const noexcept { return port_; }
    std::string origin() const;
    int connections() const noexcept { return connections_; }
    // Its self-signed certificate, for those who want to trust it.
    const std::string& certificate() const noexcept { return certificate_; }

    // One that answers every request on every connection alike.
    static Handler always(std::string answer);

  private:
    void accept_all();
    void serve(int socket, int number);

    Handler handler_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_{0};
    std::string certificate_;
    std::shared_ptr<ssl_ctx_st> tls_;
    std::mutex mutex_;
    std::vector<int> open_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

// An address that neither takes nor refuses a connection to `port`, as behind a firewall: its queue is full.
class SilentAddress {
  public:
    explicit SilentAddress(std::uint16_t port);
    ~SilentAddress();
    SilentAddress(const SilentAddress&) = delete;
    SilentAddress& operator=(const SilentAddress&) = delete;

    static constexpr const char* address = "127.0.0.2";

  private:
    std::vector<int> sockets_;
};

// A whole answer with a length.
std::string answer(int status, std::string_view body, std::string_view headers = "");
// A port of loopback where nobody listens.
std::uint16_t free_port();
std::string gzip(std::string_view text);

}  // namespace alysio::sandbox::testing
