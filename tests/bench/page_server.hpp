#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace alysio::bench {

struct PageServerOptions {
    std::size_t records = 50'000;
    std::size_t page_size = 2'000;
    std::chrono::milliseconds latency{0};  // before each answer
    std::size_t bytes_per_second = 0;      // of all answers together, once it is not 0
};

/// Serves the pages of one long query on loopback, made beforehand and so as fast as the kernel copies them. In a process
/// of its own, so that neither its time nor its memory counts as that of what is measured. Any query is answered by the
/// first page; what is beyond 50,000 records begins with the first again.
class PageServer {
  public:
    explicit PageServer(const PageServerOptions& options);
    ~PageServer();
    PageServer(const PageServer&) = delete;
    PageServer& operator=(const PageServer&) = delete;

    std::uint16_t port() const { return port_; }
    std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

    /// The addresses of all its pages, in order.
    std::vector<std::string> pages() const;

  private:
    PageServerOptions options_;
    pid_t process_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace alysio::bench
