#include "sandbox_host/org/tenant/tenant.hpp"

#include "sandbox_host/org/store/tables.hpp"
#include "sandbox_host/org/tenant/archive.hpp"
#include "sandbox_host/org/tenant/seed.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <iterator>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

base::Result<Schema> load_schema(const TenantEntry& entry, const Files& files) {
    std::vector<json> documents;
    for (const std::string& folder : entry.schema) {
        const std::string prefix = folder + "/";
        for (const auto& [path, text] : files) {
            if (path.compare(0, prefix.size(), prefix) != 0) continue;
            json document = json::parse(text, nullptr, false);
            if (document.is_discarded()) return base::Error{path + " is no valid JSON"};
            documents.push_back(std::move(document));
        }
    }
    auto schema = Schema::load(documents, entry.name + ".");
    if (!schema) return schema;
    if (entry.padding.any()) {
        auto padding = padding_for(*schema, entry.padding);
        if (!padding) return base::Error{"tenant \"" + entry.name + "\": " + padding.error().message};
        std::move(padding->begin(), padding->end(), std::back_inserter(documents));
        schema = Schema::load(documents, entry.name + ".");
        if (!schema) return schema;
    }
    for (const char* needed : {"Organization", "User", "Profile"}) {
        if (schema->find(needed) == nullptr) return base::Error{"the schema of " + entry.name + " lacks " + needed};
    }
    return schema;
}

// The user's locale decides on which day a week begins.
unsigned week_start(std::string_view locale) {
    constexpr std::array<std::string_view, 4> sunday_first = {"en_US", "en_CA", "ja_JP", "pt_BR"};
    return std::find(sunday_first.begin(), sunday_first.end(), locale) == sunday_first.end() ? 1 : 0;
}

// The id of an object's only record, once there is one.
std::string first_id(Database& database, const Object& object) {
    Statement select = database.prepare("SELECT \"Id\" FROM " + sql_name(object.table));
    return select.step() ? std::string(select.text(0)) : "";
}

}  // namespace

Tenant::Tenant(std::string name, Schema schema, Database& database, const Clock& clock, RandomBytes random)
    : name_(std::move(name)),
      clock_(clock),
      schema_(std::move(schema)),
      database_(database),
      records_(database_, schema_, clock_),
      queries_(schema_, database_),
      sessions_(std::move(random)) {}

base::Result<std::unique_ptr<Tenant>> Tenant::open(const TenantEntry& entry, const Files& files, Database& database,
                                                   const Clock& clock, RandomBytes random) {
    auto schema = load_schema(entry, files);
    if (!schema) return schema.error();
    std::unique_ptr<Tenant> tenant(new Tenant(entry.name, *std::move(schema), database, clock, std::move(random)));
    const Object& organization = *tenant->schema_.find("Organization");
    create_tables(database, tenant->schema_);
    if (first_id(database, organization).empty()) {
        const auto seeded = seed(database, tenant->schema_, tenant->records_, files, entry.data, clock.now());
        if (!seeded) return seeded.error();
    }
    fill_entity_definitions(database, tenant->schema_);
    tenant->do_nightly_work();
    tenant->org_id_ = first_id(database, organization);
    if (tenant->org_id_.empty()) return base::Error{entry.name + "/Organization.json must hold one record"};
    const Record settings = *load(database, organization, tenant->org_id_);
    if (const auto* month = std::get_if<std::int64_t>(&settings.get("FiscalYearStartMonth")); month && *month <= 12)
        tenant->fiscal_year_start = static_cast<unsigned>(std::max<std::int64_t>(*month, 1));
    tenant->fiscal_year_named_by_start = settings.is_true("UsesStartDateAsFiscalYearName");
    tenant->allowance.limit = entry.daily_api_requests;
    tenant->schema_date = std::chrono::floor<std::chrono::seconds>(clock.real_now());
    tenant->profiles_date = tenant->schema_date;
    if (const auto loaded = tenant->load_profiles(entry, files); !loaded) return loaded.error();
    if (const auto loaded = tenant->load_users(entry); !loaded) return loaded.error();
    return tenant;
}

base::Result<void> Tenant::load_profiles(const TenantEntry& entry, const Files& files) {
    const auto file = files.find(entry.profiles);
    if (file == files.end()) return base::Error{entry.profiles + " is missing"};
    const json document = json::parse(file->second, nullptr, false);
    if (!document.is_object()) return base::Error{entry.profiles + " must hold an object of profiles by name"};
    for (const auto& [name, rights] : document.items()) {
        auto profile = Profile::load(name, rights, schema_);
        if (!profile) return base::Error{entry.profiles + ": " + profile.error().message};
        profiles_.emplace(name, *std::move(profile));
    }
    return {};
}

base::Result<void> Tenant::load_users(const TenantEntry& entry) {
    const Object& users = *schema_.find("User");
    for (const auto& [name, settings] : entry.users) {
        const std::string who = entry.name + "." + name;
        const Field* username = users.find("Username");
        const auto ids =
            username == nullptr ? std::vector<std::string>{} : find_ids(database_, users, *username, settings.username);
        if (ids.size() != 1) return base::Error{who + ": there is no User with the Username " + settings.username};
        const Record record = *load(database_, users, ids.front());
        const auto profile_row = load(database_, *schema_.find("Profile"), record.text("ProfileId"));
        const auto profile = profiles_.find(profile_row ? std::string(profile_row->text("Name")) : "");
        if (profile == profiles_.end()) return base::Error{who + ": the user's profile is not in " + entry.profiles};
        users_.push_back({.name = name,
                          .id = ids.front(),
                          .username = settings.username,
                          .password = settings.password,
                          .security_token = settings.security_token,
                          .time_zone = std::string(record.text("TimeZoneSidKey")),
                          .week_start = week_start(record.text("LocaleSidKey")),
                          .connected_user = settings.connected_user,
                          .credential = settings.credential,
                          .access_token = {},
                          .profile = &profile->second});
    }
    for (User& user : users_) user.access_token = sessions_.open(org_id_, user);
    return {};
}

void Tenant::do_nightly_work() {
    archive_activities(database_, schema_, clock_.now());
}

const std::string& Tenant::renew_session(std::string_view user_name) {
    User& user = *std::find_if(users_.begin(), users_.end(), [&](const User& each) { return each.name == user_name; });
    sessions_.close_all(user);
    return user.access_token = sessions_.open(org_id_, user);
}

base::Result<void> Tenant::change_profile(const std::string& profile, const json& rights) {
    const auto known = profiles_.find(profile);
    if (known == profiles_.end()) return base::Error{name_ + " has no profile \"" + profile + "\""};
    auto changed = Profile::load(profile, rights, schema_);
    if (!changed) return changed.error();
    known->second = *std::move(changed);
    // Dates have seconds: a change within the second of the last one must still be seen as later.
    profiles_date = std::max<Instant>(profiles_date + std::chrono::seconds(1),
                                      std::chrono::floor<std::chrono::seconds>(clock_.real_now()));
    return {};
}

const User* Tenant::user_of_password(std::string_view username, std::string_view password) const {
    const auto user = std::find_if(users_.begin(), users_.end(), [&](const User& known) {
        return base::equal_ignoring_case(known.username, username);
    });
    if (user == users_.end() || user->password.empty()) return nullptr;
    const bool opens = password == user->password || password == user->password + user->security_token;
    return opens ? &*user : nullptr;
}

std::map<std::string, std::int64_t> count_records(Tenant& tenant) {
    std::map<std::string, std::int64_t> counts;
    for (const Object& object : tenant.schema().objects()) {
        std::string sql = "SELECT COUNT(*) FROM " + sql_name(object.table);
        if (object.find("IsDeleted") != nullptr) sql += " WHERE \"IsDeleted\" = 0";
        Statement select = tenant.database().prepare(sql);
        if (select.step()) counts[object.name] = select.integer(0);
    }
    return counts;
}

}  // namespace alysio::sandbox::org
