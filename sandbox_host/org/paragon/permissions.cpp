#include "sandbox_host/org/paragon/permissions.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

// "integration:salesforce" before "integration:*"; null when neither is there.
json scope(const json& scopes, const std::string& kind, std::string_view name) {
    for (const std::string& key : {kind + std::string(name), kind + "*"}) {
        if (scopes.contains(key)) return scopes.at(key);
    }
    return nullptr;
}

bool grants(const json& value) {
    return value == true || (value.is_array() && !value.empty());
}

}  // namespace

bool permits(std::string_view claim, std::string_view integration, std::string_view credential) {
    if (claim.empty()) return true;
    const json scopes = json::parse(claim, nullptr, false);
    if (!scopes.is_object()) return false;
    const json of_integration = scope(scopes, "integration:", integration);
    return of_integration.is_object() ? grants(scope(of_integration, "credential:", credential))
                                      : grants(of_integration);
}

}  // namespace alysio::sandbox::org
