#pragma once

#include "sandbox_host/org/paragon/rules.hpp"
#include "sandbox_host/org/time/clock.hpp"
#include "sandbox_host/org/wire/http.hpp"

#include <optional>

namespace alysio::sandbox::org {

/// The rules in force, and how far the window is used up.
class ProxyRulebook {
  public:
    explicit ProxyRulebook(const Clock& clock) : clock_(clock) {}

    const ProxyRules& rules() const noexcept { return rules_; }
    void replace(ProxyRules rules);

    /// Counts one request; when it is one too many, after how many seconds there is a place again.
    std::optional<std::int64_t> seconds_to_wait();
    void drop_request_headers(Headers& headers) const;
    void drop_response_headers(Headers& headers) const;

  private:
    const Clock& clock_;
    ProxyRules rules_;
    Instant window_began_{};
    std::int64_t passed_ = 0;
};

}  // namespace alysio::sandbox::org
