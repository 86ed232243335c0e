#include "sandbox_host/mcp/http/incoming_request.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::mcp {
std::string_view IncomingRequest::header(std::string_view name) const noexcept {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& header) { return base::equal_ignoring_case(header.first, name); });
    return found == headers.end() ? std::string_view() : found->second;
}

bool IncomingRequest::has(std::string_view name) const noexcept {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& header) { return base::equal_ignoring_case(header.first, name); });
}

HttpReply json_reply(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace alysio::sandbox::mcp
