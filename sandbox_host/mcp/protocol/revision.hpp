#pragma once

#include "sandbox_host/mcp/protocol/message.hpp"

#include <string>
#include <string_view>
#include <vector>

/// The revisions of MCP fall into two eras. Legacy ones begin with a handshake and keep state on the connection; in
/// modern ones every request says for itself who asks and in which revision. A server may speak both on one connection
/// (specification 2026-07-28, basic/versioning).
namespace alysio::sandbox::mcp {

inline constexpr std::string_view modern_revision = "2026-07-28";
inline constexpr std::string_view newest_legacy_revision = "2025-11-25";

enum class Era { legacy, modern };

/// All that are served, the newest first.
const std::vector<std::string>& served_revisions();

/// What an `initialize` that asks for `requested` is answered with: the same, or the newest that has a handshake.
std::string_view negotiated(std::string_view requested);

/// What a client can do, and how it spoke.
struct Client {
    Era era = Era::legacy;
    bool can_ask_user = false;  ///< elicitation by form
};

/// Whether the request belongs to the modern era, by what it carries itself.
bool is_modern(const Message& message);
/// An error: why such a request cannot be served.
base::Result<void, RpcError> check_request(const Message& message);

/// Whether a client with these capabilities shows its user a form.
bool can_ask_user(const Json& capabilities);
/// The capabilities that a modern request declares.
Json declared_capabilities(const Message& message);

}  // namespace alysio::sandbox::mcp
