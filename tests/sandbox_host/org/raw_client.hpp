#pragma once

#include "tests/sandbox_host/org/client.hpp"

#include <chrono>
#include <string>

namespace alysio::sandbox::org::test {

/// A client that sees bytes and the end of its connection, where an HTTP client would hide them.
class RawClient {
  public:
    enum class End { open, closed, reset };

    /// Connected to the port of a URL.
    explicit RawClient(const std::string& url);
    ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    void send(const std::string& bytes) const;
    /// As acme's administrator on the tenant's own URL; `path` follows /services/data/v63.0.
    void request(const RunningOrg& org, const std::string& method, const std::string& path,
                 const std::string& body = "") const;

    /// Everything up to the end of the connection.
    std::string read_all();
    /// Exactly so many bytes, or fewer when the connection ends before.
    std::string read(std::size_t bytes);
    /// What is there, at least a byte and so many at most; nothing when the connection ends.
    std::string read_some(std::size_t most);
    /// A head with its empty line.
    std::string read_head();
    /// A whole answer with a true Content-Length: its body.
    std::string read_body();
    /// Whether a byte or the end can be read, now or within that time.
    bool has_more(std::chrono::milliseconds patience = {}) const;
    void hang_up();

    End end = End::open;

  private:
    int socket_ = -1;
};

/// The value of a header in a head, empty where it is not there.
std::string header_of(const std::string& head, const std::string& name);

}  // namespace alysio::sandbox::org::test
