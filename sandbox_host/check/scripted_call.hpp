#pragma once

#include <alysio/abi.h>
#include <alysio/sdk/json.hpp>
#include <alysio/testing/script.hpp>

#include <string>
#include <vector>

namespace alysio::sandbox::check {

/// An answer of the scripted server, and which requests get it.
struct ScriptedAnswer {
    std::string to;          ///< "GET /orders": every such request; empty: the next that nothing else fits
    std::string containing;  ///< and only with this in its query or body
    testing::Answer answer;
};

/// One call that the tests make, and the server it meets.
struct ScriptedCall {
    std::string tool;
    std::string arguments;
    testing::CallOptions options;
    std::vector<ScriptedAnswer> answers;
    bool may_fail = false;  ///< it need not succeed, even undisturbed
};

/// Arguments that a schema accepts, as few as it allows: required members alone, each by the first of its examples, its
/// default, its enum's first value, or the smallest of its type.
sdk::Json minimal_value(const sdk::Json& schema);

/// One call for each tool, with minimal arguments, to a server that answers everything with {}.
std::vector<ScriptedCall> calls_from_schemas(const alysio_plugin& plugin);

/// "orders_find" or, of a preview, "orders_find (preview)".
std::string name_of(const ScriptedCall& scripted);

}  // namespace alysio::sandbox::check
