#pragma once

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/org/query/joins.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>
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

enum class Use { Select, Filter, Group, Having, Order };

/// A field or function as SQL. Refuses what the field's describe does not allow for that use, and in a grouped query
/// what is neither a key nor an aggregate.
Expression compile(Frame& frame, const soql::Operand& operand, Use use);

/// The terms of ORDER BY for one operand: "x DESC NULLS FIRST".
std::string compile(Frame& frame, const soql::Ordering& ordering);

bool is_aggregate(const soql::Operand& operand);
std::size_t offset_of(const soql::Operand& operand);

}  // namespace alysio::sandbox::org
