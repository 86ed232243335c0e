#pragma once

#include "plugin/salesforce/user_context.hpp"
#include "plugin/tools/arguments.hpp"

#include <optional>
#include <string>
#include <vector>

/// What a create or an update is about to send, checked against the object's describe.
namespace alysio::salesforce {

struct WriteField {
    std::string name;    // as Salesforce spells it, where it is known
    std::string text;    // the value's JSON, numbers spelt as they came
    sdk::Json value;     // the same, to look at
    const Field* field;  // null for attributes, relationships and junction lists
};

struct WritePlan {
    explicit WritePlan(DescribePointer object_) : object(std::move(object_)) {}

    DescribePointer object;
    std::vector<WriteField> fields;
    std::vector<std::string> warnings;

    std::string body() const;
    std::vector<std::string> field_names() const;
};

/// What can be said of `fields` without a describe: that there are any, that no name comes twice, and that `Id` (for
/// updates audit fields too) is not among them.
void check_write_fields(const sdk::Json& arguments, Verb verb, CheckedArguments& checked);

/// "set BillingStreet, BillingCity, ... instead" for a field that is made of others; empty for any other.
std::string parts_of(const Describe& object, const Field& field);

/// The plan, or everything in it that would fail or would be stored as junk. `all_day`: of an event that takes whole days.
Result<WritePlan> plan_write(const ToolRun& run, DescribePointer object, Verb verb, bool all_day,
                             const UserContext& context);

/// The describe and the plan for it, with what may have been meant where the object is unknown.
Task<Result<WritePlan>> prepare_write(ToolRun& run, std::string object, Verb verb);

}  // namespace alysio::salesforce
