#pragma once

#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/wire/http.hpp"

namespace alysio::sandbox::org {

/// What a browser sees of a tenant, without a login, since only this machine can ask:
///   /                               the objects
///   /lightning/o/<Object>/list      the latest records of one
///   /lightning/r/<Object>/<Id>/view a record: its name, its fields by label, what hangs on it
///   /<Id>                           leads to that page
/// All data is escaped, and the pages allow no script.
Response page(Tenant& tenant, const Request& request);

}  // namespace alysio::sandbox::org
