#pragma once

#include "sandbox_host/org/query/operands.hpp"
#include "sandbox_host/org/query/plan.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>

namespace alysio::sandbox::org {

/// A query with aggregates: one row per group, or one row in all. ROLLUP and CUBE are one SELECT per set of keys that
/// are not rolled up. `where` is the WHERE clause; LIMIT and OFFSET go behind the plan's SQL.
QueryPlan compile_groups(Frame& frame, const soql::Query& query, const std::string& where);

}  // namespace alysio::sandbox::org
