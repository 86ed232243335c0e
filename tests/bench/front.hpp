#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace alysio::bench {

/// nginx before a server on loopback, speaking TLS and HTTP/2 with a certificate made for the moment.
class Front {
  public:
    /// Can there be one? Else what is missing.
    static std::string missing(const std::filesystem::path& folder);

    Front(const std::filesystem::path& folder, std::uint16_t upstream_port);
    ~Front();
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

    std::string origin() const { return "https://localhost:" + std::to_string(port_); }
    std::filesystem::path certificate() const { return folder_ / "front.pem"; }

  private:
    std::filesystem::path folder_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

}  // namespace alysio::bench
