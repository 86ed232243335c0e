#pragma once

#include "sandbox_host/mcp/protocol/message.hpp"

#include <alysio/base/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace alysio::sandbox::mcp {

/// When a tool that changes something is confirmed by the user first.
enum class Confirm {
    automatic,  ///< where the client can ask; elsewhere the client's own approval of the call has to do
    always,     ///< a client that cannot ask changes nothing
    never,
};

/// More fields than this nobody reads before saying yes.
constexpr std::size_t most_confirmed_fields = 50;

/// The question to the user, from what the plugin says it would do (ALYSIO_INTENT_PREVIEW), as parameters of
/// elicitation/create: an empty form, so that accepting it is the whole answer. Every field that changes is named, or
/// there is no question, and the error says how to ask for less.
base::Result<Json> confirmation_form(const Json& preview);

}  // namespace alysio::sandbox::mcp
