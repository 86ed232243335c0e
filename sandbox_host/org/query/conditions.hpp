#pragma once

#include "sandbox_host/org/query/operands.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>

namespace alysio::sandbox::org {

/// WHERE (Use::filter) or HAVING (Use::having) as an SQL condition, true for the rows that stay.
std::string compile(Frame& frame, const soql::Condition& condition, Use use);

}  // namespace alysio::sandbox::org
