#pragma once

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/soql/tree.hpp"

namespace alysio::sandbox::org {

/// CALENDAR_YEAR and its like as SQL, of a date or datetime in stored form.
Expression date_function(Compilation& compilation, const soql::Call& call, const Expression& moment);

}  // namespace alysio::sandbox::org
