#pragma once

#include "sandbox_host/tenants/provider.hpp"

#include <memory>

namespace alysio::sandbox::salesforce {

/// What only Salesforce knows, for tenants: the query language SOQL, lookups that are set through relationships, the
/// root of its API, and connections of kind `direct`.
std::shared_ptr<const tenants::Provider> provider();

}  // namespace alysio::sandbox::salesforce
