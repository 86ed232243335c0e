#pragma once

#include "sandbox_host/org/query/frame.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>

namespace alysio::sandbox::org {

/// A field or function as SQL. Refuses what the field's describe does not allow for that use, and in a grouped query
/// what is neither a key nor an aggregate.
Expression compile(Frame& frame, const soql::Operand& operand, Use use);

/// The terms of ORDER BY for one operand: "x DESC NULLS FIRST".
std::string compile(Frame& frame, const soql::Ordering& ordering);

bool is_aggregate(const soql::Operand& operand);
std::size_t offset_of(const soql::Operand& operand);

}  // namespace alysio::sandbox::org
