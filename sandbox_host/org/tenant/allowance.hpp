#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace alysio::sandbox::org {

/// How many API requests an org may make in a day, counted from start-up, and what is told of it.
struct Allowance {
    /// The part of it that is one connected app's.
    struct App {
        std::string name;
        std::int64_t used = 0;
        std::int64_t limit = 0;
    };

    std::int64_t used = 0;
    std::int64_t limit = 0;
    bool enforced = true;  ///< Salesforce lets an org exceed it for a while: then more is used than there is
    std::optional<App> app;

    bool spent() const noexcept { return enforced && (used >= limit || (app && app->used >= app->limit)); }
    void count() noexcept;
    /// Sforce-Limit-Info: api-usage=21/15000; per-app-api-usage=17/250(appName=sample)
    std::string info() const;
};

}  // namespace alysio::sandbox::org
