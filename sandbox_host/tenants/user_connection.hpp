#pragma once

#include "sandbox_host/connection/connection.hpp"
#include "sandbox_host/connection/identity.hpp"
#include "sandbox_host/tenants/access.hpp"
#include "sandbox_host/tenants/budget.hpp"
#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/credential_mask.hpp"
#include "sandbox_host/tenants/credentials.hpp"
#include "sandbox_host/tenants/endpoints.hpp"
#include "sandbox_host/tenants/issued_locators.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace alysio::sandbox::tenants {

/// What all users of a tenant share.
struct Tenant {
    Tenant(TenantConfig config, std::shared_ptr<const EndpointPolicy> endpoints);

    /// Any thread. A reload of the plugin may bring others; a request that is under way keeps those it began with.
    std::shared_ptr<const EndpointPolicy> endpoints() const;
    void set_endpoints(std::shared_ptr<const EndpointPolicy> endpoints);

    const TenantConfig config;
    const AccessPolicy access;
    Budget budget;

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const EndpointPolicy> endpoints_;
};

/// One user of a tenant at the provider, whatever the kind of the connection.
class UserConnection final : public connection::Connection, public std::enable_shared_from_this<UserConnection> {
  public:
    UserConnection(std::shared_ptr<Tenant> tenant, const UserConfig& user, std::unique_ptr<Credentials> credentials);

    const std::shared_ptr<const connection::Identity>& identity() const { return identity_; }

    base::Result<std::unique_ptr<connection::RequestSession>, connection::RequestError> open(
        const connection::RequestView& request) override;
    connection::Admission& admission() override { return tenant_->budget; }
    std::string_view name() const override { return name_; }
    std::string_view ca_file() const override { return ca_file_; }

  private:
    friend class UserSession;

    /// What these header lines prove who asks with; made anew when they change. I/O thread.
    std::shared_ptr<const SentCredentials> sent(const std::vector<std::string>& lines);

    std::shared_ptr<Tenant> tenant_;
    std::string name_;
    std::string ca_file_;
    std::string root_;  // the address that paths are appended to
    bool through_proxy_ = false;
    std::shared_ptr<const connection::Identity> identity_;
    std::unique_ptr<Credentials> credentials_;
    std::shared_ptr<const SentCredentials> sent_;
    IssuedLocators issued_;
};

}  // namespace alysio::sandbox::tenants
