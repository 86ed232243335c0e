#include "sandbox_host/org/rest/rest.hpp"
#include "sandbox_host/org/wire/api_version.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

// Spring, Summer and Winter come round once a year; version 63 was Spring '25.
std::string release_of(int version) {
    constexpr std::array<const char*, 3> seasons = {"Spring", "Summer", "Winter"};
    const int since_spring_14 = version - 30;
    const int year = 14 + since_spring_14 / 3 + (since_spring_14 % 3 == 2 ? 1 : 0);
    // The apostrophe is a typographic one on some releases: a label is not pure ASCII.
    return std::string(seasons[static_cast<std::size_t>(since_spring_14 % 3)]) + " \xE2\x80\x99" + std::to_string(year);
}

}  // namespace

Response versions_resource() {
    ordered_json versions = ordered_json::array();
    for (int version = oldest_api_version; version <= newest_api_version; ++version) {
        const std::string name = api_version_name(version);
        versions.push_back({{"label", release_of(version)}, {"url", "/services/data/v" + name}, {"version", name}});
    }
    return json_response(200, versions.dump());
}

Response version_resource(const RestCall& call) {
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    const std::string base = "/services/data/v" + call.version + "/";
    ordered_json resources;
    for (const char* name : {"sobjects", "query", "queryAll", "limits", "composite"}) resources[name] = base + name;
    resources["identity"] = identity_url(call.tenant, call.user);
    return json_response(200, resources.dump());
}

}  // namespace alysio::sandbox::org
