#pragma once

#include "sandbox_host/connection/request.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace alysio::sandbox::connection {

struct Deliver {};  ///< the provider's own answer: on to the plugin
struct Replay {};   ///< the credential was renewed: ask wire() again and send once more
using Verdict = std::variant<Deliver, Replay, RequestError>;

/// What happens between the opening of one request and the end of its answer.
class RequestSession {
  public:
    virtual ~RequestSession() = default;

    /// For each attempt anew, right before sending: a token may have run out in the queue.
    virtual WireRequest wire() = 0;

    /// True: gather the body (up to collect_limit bytes, the rest is not looked at) and ask judge() before the plugin
    /// hears of this response. False: this is the provider's answer, stream it through filter().
    virtual bool collects(const ResponseHead& head) = 0;
    virtual Verdict judge(const ResponseHead& head, std::string_view body) = 0;

    /// The response headers the plugin may see; names compare without regard to case.
    virtual bool shows_header(std::string_view name) const = 0;

    /// [lane] Takes decoded body bytes in order, of a collected body too, and gives what the plugin shall see of them:
    /// mostly the bytes themselves where they lie, without the wrapper a proxy may have put around them. What it gives
    /// stays until the next chunk. What it shares with other sessions it guards.
    virtual std::string_view filter(std::string_view chunk) = 0;

    /// [lane] After the last piece: what filter() has held back of it.
    virtual std::string_view rest() { return {}; }

    /// Takes out of a text that is on its way to the plugin or a log what this request was sent with and nobody may see: of
    /// a header's value, for one.
    virtual void mask(std::string&) const {}

    static constexpr std::size_t collect_limit = 64 * 1024;
};

}  // namespace alysio::sandbox::connection
