#include "sandbox_host/org/org_connection.hpp"

#include <nlohmann/json.hpp>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

OrgTenant read_tenant(const ordered_json& document) {
    OrgTenant tenant;
    tenant.org_id = document.at("org_id").get<std::string>();
    tenant.instance_url = document.at("instance_url").get<std::string>();
    for (const auto& [name, user] : document.at("users").items()) {
        tenant.users[name] = {user.at("user_id").get<std::string>(),        user.at("access_token").get<std::string>(),
                              user.at("connected_user").get<std::string>(), user.at("credential").get<std::string>(),
                              user.at("username").get<std::string>(),       user.at("password").get<std::string>()};
    }
    return tenant;
}

}  // namespace

std::string OrgConnection::to_json() const {
    ordered_json document = {
        {"proxy_url", proxy_url},           {"control_url", control_url},           {"project_id", project_id},
        {"api_version", api_version},       {"private_key_file", private_key_file}, {"pid", pid},
        {"tenants", ordered_json::object()}};
    for (const auto& [name, tenant] : tenants) {
        ordered_json users = ordered_json::object();
        for (const auto& [key, user] : tenant.users) {
            users[key] = {{"user_id", user.user_id},
                          {"access_token", user.access_token},
                          {"connected_user", user.connected_user},
                          {"credential", user.credential},
                          {"username", user.username},
                          {"password", user.password}};
        }
        document["tenants"][name] = {
            {"org_id", tenant.org_id}, {"instance_url", tenant.instance_url}, {"users", std::move(users)}};
    }
    return document.dump();
}

base::Result<OrgConnection> OrgConnection::from_json(const std::string& text) {
    OrgConnection connection;
    try {
        const ordered_json document = ordered_json::parse(text);
        connection.proxy_url = document.at("proxy_url").get<std::string>();
        connection.control_url = document.at("control_url").get<std::string>();
        connection.project_id = document.at("project_id").get<std::string>();
        connection.api_version = document.at("api_version").get<std::string>();
        connection.private_key_file = document.at("private_key_file").get<std::string>();
        connection.pid = document.at("pid").get<std::int64_t>();
        for (const auto& [name, tenant] : document.at("tenants").items())
            connection.tenants[name] = read_tenant(tenant);
    } catch (const ordered_json::exception& error) {
        return base::Error{std::string("it describes no running org: ") + error.what()};
    }
    return connection;
}

}  // namespace alysio::sandbox::org
