#pragma once

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/org/query/joins.hpp"

#include <vector>

namespace alysio::sandbox::org {

/// A key of GROUP BY. In the subtotals of ROLLUP and CUBE some keys are rolled up, which makes them null.
struct Group {
    Expression expression;
    bool rolled_up = false;
};

/// One SELECT in compilation.
struct Frame {
    Compilation& compilation;
    SqlDraft& draft;
    Joins& joins;
    const std::vector<Group>* groups = nullptr;  ///< null unless rows are grouped
};

/// Where in a query an operand stands.
enum class Use { select, filter, group, having, order };

}  // namespace alysio::sandbox::org
