#pragma once

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/org/query/joins.hpp"

#include <string>

namespace alysio::sandbox::org {

/// Which rows of the object the query may see at all: no deleted or archived ones unless asked for, and no EntityDefinition of an
/// object that the user may not read.
std::string visible_rows(Compilation& compilation, SqlDraft& draft, const Joins& joins);

}  // namespace alysio::sandbox::org
