#pragma once

#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/time/clock.hpp"
#include "sandbox_host/org/traffic/faults.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

namespace alysio::sandbox::org {

/// One request on its way through the org, as tests want to see it afterwards. Never holds a secret: a credential is
/// named by its id, a token not at all.
struct RequestLogEntry {
    std::uint64_t number = 0;
    Instant at{};
    std::string via;     ///< "proxy" or "instance"
    std::string tenant;  ///< empty when the request was refused before its tenant was known
    std::string user;
    std::string credential;       ///< the verified credential's id; empty on the instance's own URL
    std::string credential_kind;  ///< "signed", "uuid", or "default" when the proxy chose; empty likewise
    std::string method;
    std::string target;
    int status = 0;           ///< 0: the connection was dropped
    std::uint64_t bytes = 0;  ///< of the answer's body, as far as it was let through
    bool processed = false;   ///< the org did what was asked, whatever the client was told
    std::uint64_t fault = 0;  ///< number of the one that met it; 0: none
};

/// Every API request goes through here: it meets the faults in force, and is remembered.
class Traffic {
  public:
    /// As many of the latest requests as are remembered.
    static constexpr std::size_t log_size = 10'000;

    explicit Traffic(const Clock& clock) : clock_(clock) {}

    Reply pass(RequestLogEntry entry, const RequestOwner& owner, const std::function<Response()>& process);

    const std::deque<RequestLogEntry>& log() const noexcept { return log_; }
    /// How many requests there have been, remembered or not.
    std::uint64_t count() const noexcept { return count_; }
    /// Of all their answers' bodies.
    std::uint64_t bytes() const noexcept { return bytes_; }
    void forget();

    Faults& faults() noexcept { return faults_; }

  private:
    Reply meet(FaultRecord& record, RequestLogEntry& entry, const RequestOwner& owner,
               const std::function<Response()>& process);

    const Clock& clock_;
    std::deque<RequestLogEntry> log_;
    std::uint64_t count_ = 0;
    std::uint64_t bytes_ = 0;
    Faults faults_;
};

}  // namespace alysio::sandbox::org
