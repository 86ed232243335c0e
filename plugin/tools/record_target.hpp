#pragma once

#include "plugin/tools/arguments.hpp"

/// A record that a call names, checked against what the org says of its objects.
namespace alysio::salesforce {

/// The error where the id's first characters contradict the object and this org's describes bear that out: both objects
/// have a prefix of their own, and the id has the other one's. `describe` is the named object's, if at hand; a describe
/// of the other object is fetched only when `may_ask`.
Task<Result<void>> check_key_prefix(ToolRun& run, RecordTarget target, DescribePointer describe, bool may_ask);

/// A record that was not found, or a field that was not known, with what the describe tells about it. One describe is
/// fetched at most.
Task<Error> explain_target(ToolRun& run, Error error, RecordTarget target);

}  // namespace alysio::salesforce
