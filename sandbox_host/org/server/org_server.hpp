#pragma once

#include "sandbox_host/org/org.hpp"
#include "sandbox_host/org/server/find_running.hpp"

#include <alysio/base/result.hpp>

#include <cstdint>
#include <memory>

namespace alysio::sandbox::org {

/// The org, and how it is served.
struct OrgServerOptions : OrgOptions {
    std::uint16_t port = 0;  ///< of the proxy; 0: any free one, as for all other ports
    bool publish = true;     ///< write connection.json, so that others find this org
};

/// The sandbox org on sockets: serving on loopback from a thread of its own until it is stopped or destroyed.
class OrgServer {
  public:
    /// Fails, in words for a person, when a port or the data is in use, or when tenants, schema or records make
    /// no sense.
    static base::Result<std::unique_ptr<OrgServer>> start(const OrgServerOptions& options);
    ~OrgServer();

    const OrgConnection& connection() const noexcept;
    void stop();

  private:
    struct State;
    explicit OrgServer(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::org
