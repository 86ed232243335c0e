#pragma once

// What the transport asks about the far end of a request, and all it knows of it. Somebody else (tenants/) turns a
// tenant and its user into a Connection: base address, credentials, policy, budget and the habits of a proxy in
// between live behind this interface, so that services/ serves any provider.
//
// The life of one request:
//
//   open(request) ──► RequestError                              nothing is sent, the error is the terminal event
//        │
//  RequestSession ──► admission().enter … admit ──► wire() ──► (network) ──► collects(head)
//                                                  ▲                        │yes: body gathered     │no
//                                                  └──── Replay ◄── judge(head, body)             filter(chunk)…
//                                                                     │  │                           │
//                                                     RequestError ◄──┘  └──► Deliver ──► filter ──► plugin
//
// Threads: a Connection, its Admission and its RequestSessions are used from the transport's one I/O thread, with one
// exception: filter() runs on the plugin's lane, where bodies are decompressed, after everything else was asked of
// that session. Nothing here blocks; the slowest step signs a token (about a millisecond). Any thread may drop the
// last reference.

#include "sandbox_host/connection/admission.hpp"
#include "sandbox_host/connection/request.hpp"
#include "sandbox_host/connection/request_session.hpp"

#include <alysio/base/result.hpp>

#include <memory>
#include <string_view>

namespace alysio::sandbox::connection {

/// One user of one tenant at one provider.
class Connection {
  public:
    virtual ~Connection() = default;

    virtual base::Result<std::unique_ptr<RequestSession>, RequestError> open(const RequestView& request) = 0;
    virtual Admission& admission() = 0;

    /// Who this is, for logs: "acme/admin".
    virtual std::string_view name() const = 0;
    /// A PEM file of certificates to trust instead of the system's; empty: the system's.
    virtual std::string_view ca_file() const = 0;
};

}  // namespace alysio::sandbox::connection
