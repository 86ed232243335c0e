#pragma once

#include "sandbox_host/mcp/http/incoming_request.hpp"
#include "sandbox_host/mcp/protocol/message.hpp"
#include "sandbox_host/mcp/protocol/revision.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::mcp {

inline constexpr std::string_view endpoint_path = "/mcp";

/// Why a request is not let in, by its head alone: a page of another site that reached this port (Host and Origin must
/// name this machine), another path or method, a missing or wrong token, a form of content that is not spoken here. In
/// this order: clients probe other paths before they have a token.
/// `token` is empty where none is asked for.
std::optional<HttpReply> turned_away(const IncomingRequest& request, std::string_view token);

/// The era of a posted message: what it says itself, else what its headers say.
Era era_of(const IncomingRequest& request, const Message& message);

/// In the modern era headers repeat what the message says. An error: the first that does not, or is missing.
base::Result<void, RpcError> check_headers(const IncomingRequest& request, const Message& message);

/// The HTTP status of an answer, given as JSON text: in the modern era some errors are the transport's too.
int status_of(Era era, std::string_view answer);

}  // namespace alysio::sandbox::mcp
