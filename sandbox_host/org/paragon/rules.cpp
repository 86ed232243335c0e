#include "sandbox_host/org/paragon/rules.hpp"

#include <nlohmann/json.hpp>

namespace alysio::sandbox::org {

using nlohmann::json;

base::Result<ProxyRules> ProxyRules::load(const json& document) {
    if (!document.is_object()) return base::Error{"the proxy's rules are a JSON object"};
    ProxyRules rules;
    try {
        for (const auto& [key, value] : document.items()) {
            if (key == "drop_request_headers") {
                rules.dropped_request_headers = value.get<std::vector<std::string>>();
            } else if (key == "drop_response_headers") {
                rules.dropped_response_headers = value.get<std::vector<std::string>>();
            } else if (key == "throttle") {
                rules.requests = value.at("requests").get<std::int64_t>();
                rules.window = std::chrono::seconds(value.at("seconds").get<std::int64_t>());
            } else {
                return base::Error{"the proxy has no rule \"" + key + "\""};
            }
        }
    } catch (const json::exception& error) {
        return base::Error{std::string("the proxy's rules: ") + error.what()};
    }
    if (rules.requests < 0 || rules.window.count() < 1) {
        return base::Error{"a throttle allows 0 (all) or more requests in 1 or more seconds"};
    }
    return rules;
}

}  // namespace alysio::sandbox::org
