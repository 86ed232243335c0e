#include "sandbox_host/mcp/http/request.hpp"

#include <algorithm>
#include <cctype>

namespace alysio::sandbox::mcp {
namespace {

bool same_name(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

}  // namespace

std::string_view HttpRequest::header(std::string_view name) const noexcept {
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto& header) { return same_name(header.first, name); });
    return found == headers.end() ? std::string_view() : found->second;
}

bool HttpRequest::has(std::string_view name) const noexcept {
    return std::any_of(headers.begin(), headers.end(),
                       [&](const auto& header) { return same_name(header.first, name); });
}

HttpReply json_reply(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

}  // namespace alysio::sandbox::mcp
