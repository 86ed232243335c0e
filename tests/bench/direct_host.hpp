#pragma once

#include "sandbox_host/assembly/host.hpp"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace alysio::bench {

/// Whom a DirectHost serves, and what it stands on.
struct DirectOptions {
    std::filesystem::path library;  ///< the plugin's
    std::filesystem::path folder;   ///< for the host's files
    std::string origin;             ///< a server of the benchmark's
    std::string ca_file;            ///< its certificate; empty: the system's
    std::size_t users = 1;
    unsigned instances = 1;     ///< of the plugin
    long idle_connections = 8;  ///< kept for reuse
    std::shared_ptr<sandbox::services::ExchangeLog> exchanges;
};

/// The host as alysio-sandbox assembles it, for one tenant with some users, connected straight to a server of the
/// benchmark's, and with a budget that never holds anybody up.
class DirectHost {
  public:
    explicit DirectHost(const DirectOptions& options);

    sandbox::assembly::Host& host() { return *host_; }
    /// A query in that user's name.
    sandbox::runtime::CallRequest query(std::size_t user, const std::string& soql) const;

  private:
    std::unique_ptr<sandbox::assembly::Host> host_;
    std::vector<std::shared_ptr<const sandbox::connection::ActingUser>> users_;
};

}  // namespace alysio::bench
