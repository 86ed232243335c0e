#pragma once

#include "plugin/tools/arguments.hpp"

#include <optional>

// A record that a call names, checked against what the org says of its objects.
namespace alysio::salesforce {

/// The error where the id's first characters contradict the object and this org's describes bear that out: both objects
/// have a prefix of their own, and the id has the other one's. `describe` is the named object's, if at hand; a describe
/// of the other object is fetched only when `may_ask`.
Task<std::optional<Error>> check_key_prefix(ToolRun& run, Target target, DescribePointer describe, bool may_ask);

/// A record that was not found, or a field that was not known, with what the describe tells about it. One describe is
/// fetched at most.
Task<Error> explain_target(ToolRun& run, Error error, Target target);

}  // namespace alysio::salesforce
