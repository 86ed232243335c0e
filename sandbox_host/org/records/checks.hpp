#pragma once

#include "sandbox_host/org/records/input.hpp"

namespace alysio::sandbox::org {

/// What Salesforce's database holds against the given values: lengths, ranges, picklists, ids, uniqueness. Picklist
/// values take the listed spelling. Looks at `record` as it would be stored, judges only what `input` touches, and
/// reports everything it finds.
ApiErrors check_values(Database& database, const Schema& schema, const Input& input, Record& record);

/// The required fields that the finished record lacks, as the one error Salesforce makes of them. What has a default
/// may be left out of a create, yet not be cleared later.
ApiErrors check_required(Write write, const Record& record);

}  // namespace alysio::sandbox::org
