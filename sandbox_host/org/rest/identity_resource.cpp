#include "sandbox_host/org/query/time_zone.hpp"
#include "sandbox_host/org/rest/rest.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

struct Person {
    std::string username, name, nickname, first_name, last_name, email, language, locale, time_zone, modified;
    bool active = true;

    Person(Tenant& tenant, const User& user) {
        const auto record = load(tenant.database(), *tenant.schema().find("User"), user.id);
        const auto text = [&](const char* field, const char* otherwise) {
            const std::string_view value = record ? record->text(field) : std::string_view();
            return std::string(value.empty() ? otherwise : value);
        };
        username = text("Username", "");
        name = text("Name", "");
        first_name = text("FirstName", "");
        last_name = text("LastName", "");
        nickname = text("CommunityNickname", "");
        email = text("Email", "");
        language = text("LanguageLocaleKey", "en_US");
        locale = text("LocaleSidKey", "en_US");
        time_zone = text("TimeZoneSidKey", "America/Los_Angeles");
        // Dates of the identity service have no milliseconds.
        modified = text("LastModifiedDate", "").substr(0, 19) + "Z";
        active = !record || record->is_true("IsActive");
    }
};

ordered_json service_urls(const Tenant& tenant, const User& user) {
    const std::string data = tenant.instance_url + "/services/data/v{version}/";
    const std::string soap = tenant.instance_url + "/services/Soap/";
    const std::string short_org = tenant.org_id().substr(0, 15);
    return {{"enterprise", soap + "c/{version}/" + short_org},
            {"metadata", soap + "m/{version}/" + short_org},
            {"partner", soap + "u/{version}/" + short_org},
            {"rest", data},
            {"sobjects", data + "sobjects/"},
            {"search", data + "search/"},
            {"query", data + "query/"},
            {"recent", data + "recent/"},
            {"tooling_soap", soap + "T/{version}/" + short_org},
            {"tooling_rest", data + "tooling/"},
            {"profile", tenant.instance_url + "/" + user.id},
            {"feeds", data + "chatter/feeds"},
            {"groups", data + "chatter/groups"},
            {"users", data + "chatter/users"},
            {"feed_items", data + "chatter/feed-items"},
            {"feed_elements", data + "chatter/feed-elements"},
            {"custom_domain", tenant.instance_url}};
}

ordered_json photos(const Tenant& tenant) {
    return {{"picture", tenant.instance_url + "/profilephoto/005/F"},
            {"thumbnail", tenant.instance_url + "/profilephoto/005/T"}};
}

// Of the zone's standard time, whatever the season; in milliseconds.
std::int64_t utc_offset(const std::string& time_zone, Instant now) {
    const auto today = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(now));
    const auto offset_in = [zone = TimeZone::load(time_zone).value_or(TimeZone()), &today](unsigned month) {
        return zone.offset(std::chrono::sys_days(today.year() / std::chrono::month(month) / 15));
    };
    return std::chrono::milliseconds(std::min(offset_in(1), offset_in(7))).count();
}

}  // namespace

std::string identity_url(const Tenant& tenant, const User& user) {
    return tenant.instance_url + "/id/" + tenant.org_id() + "/" + user.id;
}

Response userinfo_resource(Tenant& tenant, const User& user) {
    const Person person(tenant, user);
    return json_response(200, ordered_json{{"sub", identity_url(tenant, user)},
                                           {"user_id", user.id},
                                           {"organization_id", tenant.org_id()},
                                           {"preferred_username", person.username},
                                           {"nickname", person.nickname},
                                           {"name", person.name},
                                           {"email", person.email},
                                           {"email_verified", true},
                                           {"given_name", person.first_name},
                                           {"family_name", person.last_name},
                                           {"zoneinfo", person.time_zone},
                                           {"photos", photos(tenant)},
                                           {"profile", tenant.instance_url + "/" + user.id},
                                           {"picture", tenant.instance_url + "/profilephoto/005/F"},
                                           {"address", ordered_json::object()},
                                           {"is_salesforce_integration_user", false},
                                           {"urls", service_urls(tenant, user)},
                                           {"active", person.active},
                                           {"user_type", "STANDARD"},
                                           {"language", person.language},
                                           {"locale", person.locale},
                                           {"utcOffset", utc_offset(person.time_zone, tenant.clock().now())},
                                           {"updated_at", person.modified}}
                                  .dump());
}

Response identity_resource(Tenant& tenant, const User& user) {
    const Person person(tenant, user);
    return json_response(200, ordered_json{{"id", identity_url(tenant, user)},
                                           {"asserted_user", true},
                                           {"user_id", user.id},
                                           {"organization_id", tenant.org_id()},
                                           {"username", person.username},
                                           {"nick_name", person.nickname},
                                           {"display_name", person.name},
                                           {"email", person.email},
                                           {"email_verified", true},
                                           {"first_name", person.first_name},
                                           {"last_name", person.last_name},
                                           {"timezone", person.time_zone},
                                           {"photos", photos(tenant)},
                                           {"urls", service_urls(tenant, user)},
                                           {"active", person.active},
                                           {"user_type", "STANDARD"},
                                           {"language", person.language},
                                           {"locale", person.locale},
                                           {"utcOffset", utc_offset(person.time_zone, tenant.clock().now())},
                                           {"last_modified_date", person.modified}}
                                  .dump());
}

}  // namespace alysio::sandbox::org
