#pragma once

#include "sandbox_host/org/query/operands.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>

namespace alysio::sandbox::org {

/// WHERE (Use::Filter) or HAVING (Use::Having) as an SQL condition, true for the rows that stay.
std::string compile(Frame& frame, const soql::Condition& condition, Use use);

/// Which rows of the object the query may see at all: no deleted ones unless asked for, and no EntityDefinition of an
/// object that the user may not read.
std::string visible_rows(Compilation& compilation, SqlDraft& draft, const Joins& joins);

}  // namespace alysio::sandbox::org
