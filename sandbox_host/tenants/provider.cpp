#include "sandbox_host/tenants/provider.hpp"

#include <alysio/base/encoding.hpp>

#include <algorithm>

namespace alysio::sandbox::tenants {

base::Result<StatementReads, UnreadableStatement> Provider::read_statement(std::string_view,
                                                                           const Relationships&) const {
    return UnreadableStatement{"queries, which the host cannot read for this provider", "query"};
}

bool Provider::may_be(std::string_view, std::string_view text) const {
    return std::all_of(text.begin(), text.end(), base::is_unreserved);
}

RestConfig Provider::read_connection(ObjectReader&) const {
    return {};
}

}  // namespace alysio::sandbox::tenants
