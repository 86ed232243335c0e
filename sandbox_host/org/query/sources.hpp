#pragma once

#include "sandbox_host/soql/tree.hpp"

namespace alysio::sandbox::org {

/// The old form FROM Contact c, c.Account a gives a relationship a name of its own. Writes the relationship's path
/// wherever that name stands: a.Name becomes Account.Name, and the source itself Account.
void expand_sources(soql::Query& query);

}  // namespace alysio::sandbox::org
