#include "sandbox_host/assembly/sandbox_org.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace alysio::sandbox::assembly {
namespace {

using tenants::ConfigError;

template <typename Map>
std::string names_of(const Map& map) {
    std::string names;
    for (const auto& [name, value] : map) names.append(names.empty() ? "" : ", ").append(name);
    return names;
}

// What the org knows of its user; what the configuration says on top of it stays.
void complete(tenants::UserConfig& user, const org::OrgUser& known) {
    user.connected_user = known.connected_user;
    user.credential_id = known.credential;
    if (user.user_id.empty()) user.user_id = known.user_id;
}

void connect_tenant(tenants::TenantConfig& tenant, const org::OrgConnection& org,
                    const std::shared_ptr<const tenants::Secret>& key, std::vector<ConfigError>& errors) {
    const auto pointer = "/tenants/" + tenant.name;
    const auto found = org.tenants.find(tenant.name);
    if (found == org.tenants.end()) {
        errors.push_back({pointer, "the sandbox org has no such tenant; it has: " + names_of(org.tenants)});
        return;
    }
    if (tenant.users.empty()) {
        for (const auto& [name, user] : found->second.users) tenant.users.emplace_back().name = name;
    }
    for (auto& user : tenant.users) {
        const auto known = found->second.users.find(user.name);
        if (known != found->second.users.end()) {
            complete(user, known->second);
        } else {
            errors.push_back({pointer + "/users/" + user.name,
                              "the sandbox org has no such user; it has: " + names_of(found->second.users)});
        }
    }
    tenants::ParagonConfig paragon;
    paragon.proxy_url = org.proxy_url;
    paragon.project_id = org.project_id;
    paragon.integration = "salesforce";
    paragon.api_version = org.api_version;
    paragon.signing_key.pointer = pointer + "/connection";
    paragon.signing_key.given = key;
    tenant.connection = std::move(paragon);
    tenant.web_url = found->second.instance_url;
}

}  // namespace

Result<SandboxOrg> SandboxOrg::open(const std::filesystem::path& state_folder, bool fresh) {
    SandboxOrg org;
    auto running = org::find_running(state_folder);
    if (!running) {
        org.turn_ = OrgTurn::take(state_folder, std::chrono::seconds{10});
        // It may have been started while this one waited.
        if (!org.turn_) running = org::find_running(state_folder);
    }
    if (running) {
        if (fresh) return Error{"the sandbox org is running, so it does not start over", Problem::org_is_running};
        org.connection_ = std::move(*running);
        return org;
    }
    if (!org.turn_) return Error{"another command is using the sandbox org's data in " + state_folder.string()};
    org::OrgServerOptions options;
    options.state_folder = state_folder;
    options.publish = false;
    options.fresh = fresh;
    auto started = org::OrgServer::start(options);
    if (!started) return Error{"the sandbox org cannot start: " + started.error().message};
    org.embedded_ = std::move(*started);
    org.connection_ = org.embedded_->connection();
    return org;
}

bool uses_org(const tenants::Config& config) {
    return std::any_of(config.tenants.begin(), config.tenants.end(), [](const tenants::TenantConfig& tenant) {
        return std::holds_alternative<tenants::OrgConfig>(tenant.connection);
    });
}

tenants::Config org_config(const org::OrgConnection& org) {
    tenants::Config config;
    for (const auto& [name, tenant] : org.tenants) config.tenants.emplace_back().name = name;
    return config;
}

std::vector<ConfigError> connect_to_org(tenants::Config& config, const org::OrgConnection& org) {
    if (org.private_key.empty()) {
        return {{"", "the sandbox org that is running signs with a key of its own, which this program does not have"}};
    }
    std::vector<ConfigError> errors;
    const auto key = std::make_shared<const tenants::Secret>(std::string(org.private_key));
    for (auto& tenant : config.tenants) {
        if (std::holds_alternative<tenants::OrgConfig>(tenant.connection)) connect_tenant(tenant, org, key, errors);
    }
    return errors;
}

}  // namespace alysio::sandbox::assembly
