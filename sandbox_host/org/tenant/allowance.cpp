#include "sandbox_host/org/tenant/allowance.hpp"

namespace alysio::sandbox::org {

void Allowance::count() noexcept {
    ++used;
    if (app) ++app->used;
}

std::string Allowance::info() const {
    const auto share = [](std::int64_t part, std::int64_t whole) {
        return "api-usage=" + std::to_string(part) + "/" + std::to_string(whole);
    };
    std::string text = share(used, limit);
    if (app) text += "; per-app-" + share(app->used, app->limit) + "(appName=" + app->name + ")";
    return text;
}

}  // namespace alysio::sandbox::org
