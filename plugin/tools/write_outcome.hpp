#pragma once

#include "plugin/tools/write_plan.hpp"

/// What became of a write that was not simply accepted.
namespace alysio::salesforce {

/// A write can be answered 200 and say in its body that it was refused, {"id": null, "success": false, "errors": [...]}: then
/// the refusal, as Salesforce writes it elsewhere. Where the body names a record all the same, nobody knows: nothing.
std::optional<Answer> refusal_in(const Answer& answer);

/// Why Salesforce refused it, with all that the describe explains at once: missing required fields, values of a wrong
/// type or length, dependent values that do not fit; and the matches of a duplicate rule, looked up as the user.
Task<Error> explain_refused_write(ToolRun& run, Answer answer, const WritePlan& plan);

/// Nobody knows whether the write happened. `finder` is a query that tells.
Error unknown_outcome(const Answer& answer, std::string finder);

/// A query that finds the record that `plan` may have created since `since_unix_s`.
std::string find_created(const WritePlan& plan, std::int64_t since_unix_s, std::string_view user_id);

/// Reads the record and compares: true when every field that was sent holds the value that was sent.
Task<bool> holds_sent_values(ToolRun& run, const WritePlan& plan, std::string id);

}  // namespace alysio::salesforce
