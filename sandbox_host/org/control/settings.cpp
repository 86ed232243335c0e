#include "sandbox_host/org/control/settings.hpp"

#include "sandbox_host/org/wire/json_body.hpp"

#include <nlohmann/json.hpp>

namespace alysio::sandbox::org {

using nlohmann::json;

std::optional<Response> Settings::handle(const Request& request) {
    const auto path = request.segments();
    const std::string name = path.size() == 1 ? path[0] : "";
    if (name != "allowance" && name != "profiles" && name != "proxy") return std::nullopt;
    if (request.method != "PUT") return json_response(405, R"({"error":"PUT"})");
    const json body = read_body(request.body);
    const auto done = [&]() -> base::Result<void> {
        try {
            if (!body.is_object()) return base::Error{"the body must be a JSON object"};
            if (name == "allowance") return set_allowance(body);
            return name == "profiles" ? change_profile(body) : set_proxy(body);
        } catch (const json::exception& error) {
            return base::Error{error.what()};
        }
    }();
    return done ? json_response(200, "{}") : document_response(400, {{"error", done.error().message}});
}

// {"tenant":"acme", "used":15010, "limit":15000, "enforced":false, "app":{"name":"sample","used":17,"limit":250}}
base::Result<void> Settings::set_allowance(const json& body) {
    Tenant* changed = tenant(body);
    if (changed == nullptr) return base::Error{"\"tenant\" names no tenant"};
    Allowance allowance = changed->allowance;
    allowance.used = body.value("used", allowance.used);
    allowance.limit = body.value("limit", allowance.limit);
    allowance.enforced = body.value("enforced", allowance.enforced);
    if (body.contains("app")) {
        const json& app = body["app"];
        allowance.app.reset();
        if (!app.is_null()) {
            allowance.app = Allowance::App{app.at("name").get<std::string>(), app.at("used").get<std::int64_t>(),
                                           app.at("limit").get<std::int64_t>()};
        }
    }
    changed->allowance = std::move(allowance);
    return {};
}

// {"tenant":"acme", "profile":"Sales User", "rights":{"objects":{"*":"R"}, "hidden":["Account.ARR__c"]}}
base::Result<void> Settings::change_profile(const json& body) {
    Tenant* changed = tenant(body);
    if (changed == nullptr) return base::Error{"\"tenant\" names no tenant"};
    return changed->change_profile(body.at("profile").get<std::string>(), body.at("rights"));
}

base::Result<void> Settings::set_proxy(const json& body) {
    auto rules = ProxyRules::load(body);
    if (!rules) return rules.error();
    proxy_.replace(*std::move(rules));
    return {};
}

Tenant* Settings::tenant(const json& body) const {
    const std::string name = body.value("tenant", "");
    for (const auto& known : tenants_) {
        if (known->name() == name) return known.get();
    }
    return nullptr;
}

}  // namespace alysio::sandbox::org
