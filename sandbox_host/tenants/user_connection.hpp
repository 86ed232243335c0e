#pragma once

#include "sandbox_host/services/connection.hpp"
#include "sandbox_host/tenants/access.hpp"
#include "sandbox_host/tenants/budget.hpp"
#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/credentials.hpp"
#include "sandbox_host/tenants/endpoints.hpp"
#include "sandbox_host/tenants/handed_out.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace alysio::sandbox::tenants {

// What all users of a tenant share.
struct Tenant {
    Tenant(TenantConfig config, std::shared_ptr<const EndpointPolicy> endpoints);

    // Any thread. A reload of the plugin may bring others; a request that is under way keeps those it began with.
    std::shared_ptr<const EndpointPolicy> endpoints() const;
    void set_endpoints(std::shared_ptr<const EndpointPolicy> endpoints);

    const TenantConfig config;
    const AccessPolicy access;
    Budget budget;

  private:
    mutable std::mutex mutex_;
    std::shared_ptr<const EndpointPolicy> endpoints_;
};

// What a call's alysio_call_info says of the user, in the words of the ABI. Nothing in it is secret.
struct CallIdentity {
    std::string principal;
    std::string web_url;
    std::string locale;
    std::string time_zone;
    std::string settings;    // JSON object
    std::string connection;  // JSON object: api_version, user_id, user_name, where known
    alysio_grants grants = ALYSIO_GRANT_READ;
};

class UserConnection final : public services::Connection, public std::enable_shared_from_this<UserConnection> {
  public:
    UserConnection(std::shared_ptr<Tenant> tenant, const UserConfig& user, std::unique_ptr<Credentials> credentials);

    const CallIdentity& identity() const { return identity_; }
    const std::string& tenant() const { return tenant_->config.name; }
    const std::string& user() const { return user_; }

    std::variant<std::unique_ptr<services::Exchange>, services::Failure> open(
        const services::RequestView& request) override;
    services::Admission& admission() override { return tenant_->budget; }
    std::string_view name() const override { return name_; }
    std::string_view ca_file() const override { return ca_file_; }

  private:
    friend class UserExchange;

    std::shared_ptr<Tenant> tenant_;
    std::string user_;
    std::string name_;
    std::string ca_file_;
    std::string root_;  // the address that paths are appended to
    bool through_proxy_ = false;
    CallIdentity identity_;
    std::unique_ptr<Credentials> credentials_;
    HandedOut handed_out_;
};

// `/services/data/v62.0/query/01g…` without the API root: "/query/01g…". Anything else: nothing.
std::string_view without_api_root(std::string_view path);

}  // namespace alysio::sandbox::tenants
