#pragma once

#include <alysio/base/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// What the proxy does to requests besides forwarding them. In JSON, every key of which may be left out:
///   {"drop_request_headers": ["Sforce-Query-Options"], "drop_response_headers": ["Retry-After"],
///    "throttle": {"requests": 100, "seconds": 60}}
struct ProxyRules {
    std::vector<std::string> dropped_request_headers;
    std::vector<std::string> dropped_response_headers;
    std::int64_t requests = 0;       ///< in a window; 0: as many as you like
    std::chrono::seconds window{1};  ///< of the org's clock, from the first request on

    static base::Result<ProxyRules> load(const nlohmann::json& document);
};

}  // namespace alysio::sandbox::org
