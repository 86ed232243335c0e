#pragma once

#include "sandbox_host/services/connection.hpp"
#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/endpoints.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

// What a tenant lets its users' calls touch: its own rules, on top of the manifest's list of what nobody writes. The
// connected user's permissions in the provider come on top of both.
class AccessPolicy {
  public:
    AccessPolicy(std::string tenant, AccessRule read, AccessRule write);

    // Nothing, or why this request, which matched one of these endpoints, may not be sent.
    std::optional<services::Failure> check(const services::RequestView& request, const Match& match,
                                           const EndpointPolicy& endpoints) const;

    bool may_write() const;

  private:
    std::optional<services::Failure> check_object(const AccessRule& rule, std::string_view verb,
                                                  std::string_view object) const;
    std::optional<services::Failure> check_record(const services::RequestView& request, const Match& match) const;
    std::optional<services::Failure> check_body(std::string_view object, std::string_view body) const;
    std::optional<services::Failure> check_soql(std::string_view query) const;
    services::Failure denied(std::string_view what, std::string subject) const;

    std::string tenant_;
    AccessRule read_;
    AccessRule write_;
};

}  // namespace alysio::sandbox::tenants
