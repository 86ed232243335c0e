#pragma once

#include "sandbox_host/org/config/tenants_file.hpp"
#include "sandbox_host/org/tenant/tenant.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace alysio::sandbox::org::test {

using nlohmann::json;

/// acme of the demo, in memory and without a server; the clock stands at noon of 15 May 2026, a Friday.
class DemoTenant {
  public:
    DemoTenant() {
        clock.set(*parse_datetime("2026-05-15T12:00:00Z"));
        const TenantsFile config = *TenantsFile::load(demo_files().at("tenants.json"));
        auto opened = Tenant::open(config.tenants.at(0), demo_files(), database, clock);
        if (!opened) throw std::runtime_error(opened.error().message);
        tenant = *std::move(opened);
    }

    const Object& object(const std::string& name) const { return *tenant->schema().find(name); }
    const User& user(const std::string& name) const {
        for (const User& user : tenant->users()) {
            if (user.name == name) return user;
        }
        throw std::runtime_error("no user " + name);
    }

    ApiResult<std::string> create(const std::string& name, const json& body, const std::string& as = "admin") {
        return tenant->records().create(user(as).actor(), object(name), body.dump());
    }
    ApiResult<void> update(const std::string& name, const std::string& id, const json& body,
                           const std::string& as = "admin") {
        return tenant->records().update(user(as).actor(), object(name), id, body.dump());
    }
    json read(const std::string& name, const std::string& id, const std::string& as = "admin") {
        const auto record = tenant->records().find(object(name), id);
        return json::parse(*tenant->records().to_json(user(as).actor(), *record, {}, "63.0"));
    }
    /// The id of a demo record by its name.
    std::string id_of(const std::string& name, const std::string& record_name) {
        const Object& found = object(name);
        return find_ids(tenant->database(), found, *found.name_field(), record_name).at(0);
    }

    Clock clock;
    Database database = Database::in_memory();
    std::unique_ptr<Tenant> tenant;
};

}  // namespace alysio::sandbox::org::test
