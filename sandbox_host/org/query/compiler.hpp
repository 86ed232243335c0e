#pragma once

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/org/query/plan.hpp"
#include "sandbox_host/soql/tree.hpp"

namespace alysio::sandbox::org {

/// Checks a query against schema and permissions and compiles it. When `compilation.error` is set afterwards, the plan
/// means nothing.
QueryPlan compile(Compilation& compilation, const soql::Query& query);

}  // namespace alysio::sandbox::org
