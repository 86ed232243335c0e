#pragma once

#include <alysio/abi.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::connection {

using PairView = std::pair<std::string_view, std::string_view>;

/// A request as the plugin asked for it. The views need to live until Connection::open returns.
struct RequestView {
    alysio_http_method method = ALYSIO_HTTP_GET;
    std::string_view path;        ///< "/sobjects/Account": relative to the connection's root, segments encoded
    std::vector<PairView> query;  ///< not encoded
    std::vector<PairView> headers;
    std::string_view body;
    alysio_http_effect effect = ALYSIO_HTTP_BY_METHOD;  ///< as the plugin states it
};

/// Why a request ends without an answer from the provider: the members of alysio_http_end, less `sent`, which the
/// transport knows. DENIED (policy), TOO_LARGE (the address), RECONNECT, NOT_APPROVED, HOST_CREDENTIAL or UNAVAILABLE.
struct RequestError {
    alysio_status status = ALYSIO_E_DENIED;
    std::string message;  ///< one sentence for people; never holds a secret
    std::string subject;  ///< what it is about: an object, a field, an endpoint; may be empty
    std::uint64_t retry_after_ns = 0;
    std::uint64_t size = 0;
    std::uint64_t limit = 0;
};

/// One attempt, ready for the network. The header lines hold credentials: they are wiped with the object, and must
/// never reach a log, an error or the plugin.
struct WireRequest {
    std::string url;                   ///< absolute and encoded
    std::vector<std::string> headers;  ///< "Name: value"

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

}  // namespace alysio::sandbox::connection
