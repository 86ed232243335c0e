#pragma once

#include "sandbox_host/org/tenant/tenant.hpp"
#include "sandbox_host/org/wire/http.hpp"

namespace alysio::sandbox::org {

/// POST /services/Soap/{u|c}/{version}: just enough of the SOAP API to log in (login, getUserInfo, logout), for clients
/// that know no other way. Everything else is a fault.
Response soap(Tenant& tenant, const Request& request);

}  // namespace alysio::sandbox::org
