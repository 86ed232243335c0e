#include "sandbox_host/org/paragon/rulebook.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::org {
namespace {

void drop(Headers& headers, const std::vector<std::string>& names) {
    const auto is_dropped = [&](const auto& header) {
        return std::any_of(names.begin(), names.end(),
                           [&](const std::string& name) { return base::equal_ignoring_case(name, header.first); });
    };
    headers.erase(std::remove_if(headers.begin(), headers.end(), is_dropped), headers.end());
}

}  // namespace

void ProxyRulebook::replace(ProxyRules rules) {
    rules_ = std::move(rules);
    passed_ = 0;
    window_began_ = {};
}

std::optional<std::int64_t> ProxyRulebook::seconds_to_wait() {
    if (rules_.requests == 0) return std::nullopt;
    const Instant now = clock_.now();
    if (now >= window_began_ + rules_.window || now < window_began_) {
        window_began_ = now;
        passed_ = 0;
    }
    if (passed_ < rules_.requests) {
        ++passed_;
        return std::nullopt;
    }
    return std::chrono::ceil<std::chrono::seconds>(window_began_ + rules_.window - now).count();
}

void ProxyRulebook::drop_request_headers(Headers& headers) const {
    drop(headers, rules_.dropped_request_headers);
}

void ProxyRulebook::drop_response_headers(Headers& headers) const {
    drop(headers, rules_.dropped_response_headers);
}

}  // namespace alysio::sandbox::org
