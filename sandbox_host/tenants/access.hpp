#pragma once

#include "sandbox_host/connection/request.hpp"
#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/endpoints.hpp"

#include <alysio/base/result.hpp>

#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

class RequestNames;

/// What a tenant lets its users' calls touch: its own rules, on top of the manifest's list of what nobody writes. The
/// connected user's permissions in the provider come on top of both. What a request does not say, at the places that
/// its endpoint declares, is denied wherever a rule is about it.
class AccessPolicy {
  public:
    AccessPolicy(std::string tenant, AccessRule read, AccessRule write);

    /// Why this request, which matched one of these endpoints, may not be sent; or that it may.
    base::Result<void, connection::RequestError> check(const connection::RequestView& request, const Match& match,
                                                       const EndpointPolicy& endpoints) const;

    bool may_write() const;

  private:
    using Checked = base::Result<void, connection::RequestError>;

    Checked check_object(const AccessRule& rule, std::string_view verb, std::string_view object) const;
    Checked check_fields(const RequestNames& names, const Endpoint& endpoint, const std::string& object,
                         const Provider& provider) const;
    Checked check_statement(const RequestNames& names, const Provider& provider) const;
    connection::RequestError denied(std::string_view what, std::string subject) const;

    std::string tenant_;
    AccessRule read_;
    AccessRule write_;
};

}  // namespace alysio::sandbox::tenants
