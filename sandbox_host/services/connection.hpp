#pragma once

// What the transport asks about the far end of a request, and all it knows of it. Somebody else (tenants/) turns a
// tenant and its user into a Connection: base address, credentials, policy, budget and the habits of a proxy in
// between live behind this interface, so that services/ serves any provider.
//
// The life of one request:
//
//   open(request) ──► Failure                                   nothing is sent, the failure is the terminal event
//        │
//     Exchange ──► admission().enter … admit ──► wire() ──► (network) ──► collects(head)
//                                                  ▲                        │yes: body gathered     │no
//                                                  └──── Replay ◄── judge(head, body)             filter(chunk)…
//                                                                     │  │                           │
//                                                          Failure ◄──┘  └──► Deliver ──► filter ──► plugin
//
// Threads: a Connection, its Admission and its Exchanges are used from the transport's one I/O thread, with one
// exception: filter() runs on the plugin's lane, where bodies are decompressed, after everything else was asked of
// that Exchange. Nothing here blocks; the slowest step signs a token (about a millisecond). Any thread may drop the
// last reference.

#include <alysio/abi.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alysio::sandbox::services {

using PairView = std::pair<std::string_view, std::string_view>;

// A request as the plugin asked for it. The views need to live until open() returns.
struct RequestView {
    alysio_http_method method = ALYSIO_HTTP_GET;
    std::string_view path;        // "/sobjects/Account": relative to the connection's root, segments encoded
    std::vector<PairView> query;  // not encoded
    std::vector<PairView> headers;
    std::string_view body;
};

// Why a request ends without an answer from the provider: the members of alysio_http_end, less `sent`, which the
// transport knows. DENIED (policy), TOO_LARGE (the address), RECONNECT, NOT_APPROVED, HOST_CREDENTIAL or UNAVAILABLE.
struct Failure {
    alysio_status status = ALYSIO_E_DENIED;
    std::string message;  // one sentence for people; never holds a secret
    std::string subject;  // what it is about: an object, a field, an endpoint; may be empty
    std::uint64_t retry_after_ns = 0;
    std::uint64_t size = 0;
    std::uint64_t limit = 0;
};

// One attempt, ready for the network. The header lines hold credentials: they are wiped with the object, and must
// never reach a log, an error or the plugin.
struct WireRequest {
    std::string url;                   // absolute and encoded
    std::vector<std::string> headers;  // "Name: value"

    WireRequest() = default;
    WireRequest(WireRequest&&) = default;
    WireRequest& operator=(WireRequest&&) = default;
    WireRequest(const WireRequest&) = delete;
    WireRequest& operator=(const WireRequest&) = delete;
    ~WireRequest() {
        for (auto& line : headers) {
            // Through a volatile pointer, or the compiler drops stores to memory that is about to be freed.
            for (volatile char* c = line.data(); c != line.data() + line.size(); ++c) *c = 0;
        }
    }
};

struct ResponseHead {
    int status = 0;
    std::vector<PairView> headers;
};

struct Deliver {};  // the provider's own answer: on to the plugin
struct Replay {};   // the credential was renewed: ask wire() again and send once more
using Verdict = std::variant<Deliver, Replay, Failure>;

class Exchange {
  public:
    virtual ~Exchange() = default;

    // For each attempt anew, right before sending: a token may have run out in the queue.
    virtual WireRequest wire() = 0;

    // True: gather the body (up to collect_limit bytes, the rest is not looked at) and ask judge() before the plugin
    // hears of this response. False: this is the provider's answer, stream it through filter().
    virtual bool collects(const ResponseHead& head) = 0;
    virtual Verdict judge(const ResponseHead& head, std::string_view body) = 0;

    // The response headers the plugin may see; names compare without regard to case.
    virtual bool shows_header(std::string_view name) const = 0;

    // [lane] Takes decoded body bytes in order, of a collected body too, and gives what the plugin shall see of them:
    // mostly the bytes themselves where they lie, without the wrapper a proxy may have put around them. What it gives
    // stays until the next chunk. What it shares with other Exchanges it guards.
    virtual std::string_view filter(std::string_view chunk) = 0;

    static constexpr std::size_t collect_limit = 64 * 1024;
};

// Who may send now: at most so many requests at once, at most so many a second, in turns between flows (a flow is a
// call, so that a long download cannot starve a short question). Shared by all users of a tenant.
class Admission {
  public:
    using Time = std::chrono::steady_clock::time_point;
    using Ticket = std::uint64_t;

    virtual ~Admission() = default;
    virtual Ticket enter(std::uint64_t flow) = 0;
    virtual std::vector<Ticket> admit(Time now) = 0;       // those whose turn it is, each reported once
    virtual void leave(Ticket) = 0;                        // done, or given up while waiting
    virtual std::optional<Time> next(Time now) const = 0;  // when to admit() again although nobody left
};

// One user of one tenant at one provider.
class Connection {
  public:
    virtual ~Connection() = default;

    virtual std::variant<std::unique_ptr<Exchange>, Failure> open(const RequestView& request) = 0;
    virtual Admission& admission() = 0;

    // Who this is, for logs: "acme/admin".
    virtual std::string_view name() const = 0;
    // A PEM file of certificates to trust instead of the system's; empty: the system's.
    virtual std::string_view ca_file() const = 0;
};

}  // namespace alysio::sandbox::services
