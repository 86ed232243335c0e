#include "sandbox_host/tenants/provider.hpp"

namespace alysio::sandbox::tenants {

base::Result<StatementReads, UnreadableStatement> Provider::read_statement(std::string_view,
                                                                           const Relationships&) const {
    return UnreadableStatement{"queries, which the host cannot read for this provider", "query"};
}

RestConfig Provider::read_connection(ObjectReader&) const {
    return {};
}

}  // namespace alysio::sandbox::tenants
