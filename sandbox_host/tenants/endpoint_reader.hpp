#pragma once

#include "sandbox_host/tenants/config_reader.hpp"
#include "sandbox_host/tenants/endpoints.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::tenants {

/// One element of `policy.endpoints` of a manifest. Mistakes go to `errors` with their place.
Endpoint read_endpoint(const Json& value, std::string pointer, std::string_view query_language, ConfigErrors& errors);

/// What single endpoints cannot tell: a locator that nobody issues, one that is issued and not declared, a written
/// object that is denied to everybody and not declared. `pointer` is that of the list.
void check_together(const std::vector<Endpoint>& endpoints, const std::vector<std::string>& write_denied,
                    const std::string& pointer, ConfigErrors& errors);

}  // namespace alysio::sandbox::tenants
