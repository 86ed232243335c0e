#pragma once

#include "sandbox_host/mcp/protocol/message.hpp"

#include <string>
#include <string_view>

namespace alysio::sandbox::mcp {

/// When a tool that changes something is confirmed by the user first.
enum class Confirm {
    automatic,  ///< where the client can ask; elsewhere the client's own approval of the call has to do
    always,     ///< a client that cannot ask changes nothing
    never,
};

/// The question to the user, from what the plugin says it would do (ALYSIO_INTENT_PREVIEW), as parameters of
/// elicitation/create: an empty form, so that accepting it is the whole answer.
Json confirmation_form(const Json& preview);

}  // namespace alysio::sandbox::mcp
