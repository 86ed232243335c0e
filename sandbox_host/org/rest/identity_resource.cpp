#include "sandbox_host/org/rest/rest.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

namespace alysio::sandbox::org {
namespace {

using json = nlohmann::ordered_json;

constexpr int oldest_version = 31;
constexpr int newest_version = 66;

// Spring, Summer and Winter come round once a year; version 63 was Spring '25.
std::string release_of(int version) {
    constexpr std::array<const char*, 3> seasons = {"Spring", "Summer", "Winter"};
    const int since_spring_14 = version - 30;
    const int year = 14 + since_spring_14 / 3 + (since_spring_14 % 3 == 2 ? 1 : 0);
    // The apostrophe is a typographic one on some releases: a label is not pure ASCII.
    return std::string(seasons[static_cast<std::size_t>(since_spring_14 % 3)]) + " \xE2\x80\x99" + std::to_string(year);
}

std::string version_name(int version) {
    return std::to_string(version) + ".0";
}

struct Person {
    std::string username, name, first_name, last_name, email, language, locale, time_zone;

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
        email = text("Email", "");
        language = text("LanguageLocaleKey", "en_US");
        locale = text("LocaleSidKey", "en_US");
        time_zone = text("TimeZoneSidKey", "America/Los_Angeles");
    }
};

json service_urls(const Tenant& tenant, const User& user) {
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
            {"custom_domain", tenant.instance_url}};
}

}  // namespace

std::string identity_url(const Tenant& tenant, const User& user) {
    return tenant.instance_url + "/id/" + tenant.org_id() + "/" + user.id;
}

bool is_served_version(std::string_view version) {
    int number = 0;
    const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), number);
    return error == std::errc() && number >= oldest_version && number <= newest_version &&
           version == version_name(number);
}

Response versions_resource() {
    json versions = json::array();
    for (int version = oldest_version; version <= newest_version; ++version) {
        const std::string name = version_name(version);
        versions.push_back({{"label", release_of(version)}, {"url", "/services/data/v" + name}, {"version", name}});
    }
    return json_response(200, versions.dump());
}

Response version_resource(const Call& call) {
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    const std::string base = "/services/data/v" + call.version + "/";
    json resources;
    for (const char* name : {"sobjects", "query", "queryAll", "limits", "composite"}) resources[name] = base + name;
    resources["identity"] = identity_url(call.tenant, call.user);
    return json_response(200, resources.dump());
}

Response limits_resource(const Call& call) {
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    const auto limit = [](std::int64_t most, std::int64_t used) {
        return json{{"Max", most}, {"Remaining", std::max<std::int64_t>(0, most - used)}};
    };
    return json_response(
        200, json{{"DailyApiRequests", limit(call.tenant.api_requests_limit, call.tenant.api_requests_used)},
                  {"DailyBulkApiBatches", limit(15'000, 0)},
                  {"DataStorageMB", limit(1'024, 0)},
                  {"FileStorageMB", limit(1'024, 0)}}
                 .dump());
}

Response userinfo_resource(Tenant& tenant, const User& user) {
    const Person person(tenant, user);
    return json_response(200, json{{"sub", identity_url(tenant, user)},
                                   {"user_id", user.id},
                                   {"organization_id", tenant.org_id()},
                                   {"preferred_username", person.username},
                                   {"nickname", person.first_name},
                                   {"name", person.name},
                                   {"email", person.email},
                                   {"email_verified", true},
                                   {"given_name", person.first_name},
                                   {"family_name", person.last_name},
                                   {"zoneinfo", person.time_zone},
                                   {"profile", tenant.instance_url + "/" + user.id},
                                   {"is_salesforce_integration_user", false},
                                   {"urls", service_urls(tenant, user)},
                                   {"active", true},
                                   {"user_type", "STANDARD"},
                                   {"language", person.language},
                                   {"locale", person.locale}}
                                  .dump());
}

Response identity_resource(Tenant& tenant, const User& user) {
    const Person person(tenant, user);
    return json_response(200, json{{"id", identity_url(tenant, user)},
                                   {"asserted_user", true},
                                   {"user_id", user.id},
                                   {"organization_id", tenant.org_id()},
                                   {"username", person.username},
                                   {"nick_name", person.first_name},
                                   {"display_name", person.name},
                                   {"email", person.email},
                                   {"email_verified", true},
                                   {"first_name", person.first_name},
                                   {"last_name", person.last_name},
                                   {"timezone", person.time_zone},
                                   {"urls", service_urls(tenant, user)},
                                   {"active", true},
                                   {"user_type", "STANDARD"},
                                   {"language", person.language},
                                   {"locale", person.locale}}
                                  .dump());
}

}  // namespace alysio::sandbox::org
