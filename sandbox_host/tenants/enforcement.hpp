#pragma once

#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/endpoints.hpp"

namespace alysio::sandbox::tenants {

/// The rules of a tenant that some endpoint of the plugin cannot be held to, because the manifest does not say where
/// what they are about stands. With any, the tenant is not served: the promise of its policy would be an empty one.
ConfigErrors unenforceable_rules(const TenantConfig& tenant, const EndpointPolicy& endpoints);

}  // namespace alysio::sandbox::tenants
