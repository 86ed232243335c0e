#pragma once

#include "sandbox_host/org/access/profile.hpp"
#include "sandbox_host/org/query/query.hpp"
#include "sandbox_host/org/records/records.hpp"
#include "sandbox_host/org/schema/schema.hpp"
#include "sandbox_host/org/store/database.hpp"
#include "sandbox_host/org/tenant/allowance.hpp"
#include "sandbox_host/org/tenant/sessions.hpp"
#include "sandbox_host/org/tenant/tenant_entry.hpp"
#include "sandbox_host/org/time/clock.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// Someone who may log in: a User record, the profile it has, and the ways in.
struct User {
    std::string name;  ///< in the tenants file: "admin"
    std::string id;
    std::string username;
    std::string password;        ///< empty: no way in by password
    std::string security_token;  ///< taken after the password, never asked for
    std::string time_zone;
    unsigned week_start = 0;  ///< 0 is Sunday
    std::string connected_user;
    std::string credential;
    std::string access_token;  ///< of the session that is open from the start
    const Profile* profile = nullptr;

    Actor actor() const { return {id, profile}; }
};

/// One Salesforce org: its schema, its data, its users and their sessions. Knows nothing of HTTP or of the proxy.
class Tenant {
  public:
    /// Its tables in the database are named after it ("acme.Account"), so that tenants share one. The demo records are
    /// loaded where there are none. Neither database nor clock may go away before it.
    static base::Result<std::unique_ptr<Tenant>> open(const TenantEntry& entry, const Files& files, Database& database,
                                                      const Clock& clock, RandomBytes random = system_random_bytes);

    const std::string& name() const noexcept { return name_; }
    /// 18 characters.
    const std::string& org_id() const noexcept { return org_id_; }
    const Clock& clock() const noexcept { return clock_; }
    const Schema& schema() const noexcept { return schema_; }
    Database& database() noexcept { return database_; }
    Records& records() noexcept { return records_; }
    Queries& queries() noexcept { return queries_; }
    const std::vector<User>& users() const noexcept { return users_; }
    /// Ends all sessions of the user, and with them their locators, and opens a new one: its access token.
    const std::string& renew_session(std::string_view user_name);
    Sessions& sessions() noexcept { return sessions_; }
    const Sessions& sessions() const noexcept { return sessions_; }
    /// Gives a profile other rights, spelt as in profiles.json, for the users who have it and from now on.
    base::Result<void> change_profile(const std::string& profile, const nlohmann::json& rights);
    /// Who logs in with these; null when nobody may.
    const User* user_of_password(std::string_view username, std::string_view password) const;

    /// Known once the server listens; describe and identity point there.
    std::string instance_url;
    /// When the schema as it is was first served: describe's Last-Modified.
    Instant schema_date{};
    /// When the profiles were last changed: the list of objects has this date, the description of one has not.
    Instant profiles_date{};
    Allowance allowance;
    /// What the org does by itself over night, as of its clock.
    void do_nightly_work();

    /// The org's fiscal year: its first month, and whether the year in which it starts gives it its name.
    unsigned fiscal_year_start = 1;
    bool fiscal_year_named_by_start = false;
    /// Pages of query results made smaller at random.
    PageShrink page_shrink;

  private:
    Tenant(std::string name, Schema schema, Database& database, const Clock& clock, RandomBytes random);
    base::Result<void> load_profiles(const TenantEntry& entry, const Files& files);
    base::Result<void> load_users(const TenantEntry& entry);

    std::string name_;
    std::string org_id_;
    const Clock& clock_;
    Schema schema_;
    Database& database_;
    Records records_;
    Queries queries_;
    std::map<std::string, Profile> profiles_;
    std::vector<User> users_;
    Sessions sessions_;
};

/// For whom a request is processed; nobody where it was refused before that was known.
struct RequestOwner {
    Tenant* tenant = nullptr;
    const User* user = nullptr;
};

/// Live rows per object, for tests that count what really happened.
std::map<std::string, std::int64_t> count_records(Tenant& tenant);

}  // namespace alysio::sandbox::org
