#pragma once

#include "sandbox_host/services/connection.hpp"

#include <ctime>
#include <optional>
#include <string_view>

namespace alysio::sandbox::tenants {

// Who wrote an error that came through Paragon, and what it means. The provider's errors are arrays, and nothing is
// made of them here; the proxy's own are objects, and most become failures. A date to try again at counts from `now`.
std::optional<services::Failure> proxy_failure(const services::ResponseHead& head, std::string_view body,
                                               std::time_t now);

}  // namespace alysio::sandbox::tenants
