#pragma once

#include "sandbox_host/connection/request.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace alysio::sandbox::tenants {

class Provider;

/// How long an answer asks to wait, in seconds or by a date, counted from `now` in seconds since 1970. 0: it does not.
std::uint64_t retry_after_ns(const connection::ResponseHead& head, std::int64_t now);

/// Who wrote an error that came through Paragon, and what it means. The provider's errors are arrays, and nothing is
/// made of them here; the proxy's own are objects, and most become errors of ours. A date to try again at counts from
/// `now`, in seconds since 1970.
std::optional<connection::RequestError> proxy_error(const connection::ResponseHead& head, std::string_view body,
                                                    std::int64_t now, const Provider& provider);

}  // namespace alysio::sandbox::tenants
