#pragma once

#include "sandbox_host/tenants/provider.hpp"

#include <alysio/base/result.hpp>

#include <string_view>

namespace alysio::sandbox::salesforce {

/// What a SOQL query reads. Which object a relationship leads to is known of the standard ones, and of those that the
/// tenant's configuration lists; a query with another one cannot be told.
base::Result<tenants::StatementReads, tenants::UnreadableStatement> read_statement(
    std::string_view query, const tenants::Relationships& configured);

}  // namespace alysio::sandbox::salesforce
