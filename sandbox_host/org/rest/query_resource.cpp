#include "sandbox_host/org/rest/rest.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <charconv>

namespace alysio::sandbox::org {
namespace {

constexpr std::size_t smallest_batch = 200;
constexpr std::size_t largest_batch = 2000;

// Sforce-Query-Options: batchSize=500
std::size_t batch_size(const Request& request) {
    const std::string_view options = request.header("Sforce-Query-Options");
    const std::string_view key = "batchSize=";
    const auto at = std::search(options.begin(), options.end(), key.begin(), key.end(),
                                [](char a, char b) { return base::lower(a) == base::lower(b); });
    std::size_t size = largest_batch;
    if (at != options.end()) std::from_chars(&*at + key.size(), options.data() + options.size(), size);
    return std::clamp(size, smallest_batch, largest_batch);
}

// Through the proxy a request brings no access token: there the session is the one that is open from the start.
std::string session(const RestCall& call) {
    const std::string_view token = access_token(call.request);
    return call.tenant.sessions().user(token) == &call.user ? std::string(token) : call.user.access_token;
}

}  // namespace

Response query_resource(const RestCall& call) {
    if (call.path.size() > 2) return not_found();
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    const QueryContext context{.profile = *call.user.profile,
                               .user_id = call.user.id,
                               .session = session(call),
                               .time_zone = call.user.time_zone,
                               .now = call.tenant.clock().now(),
                               .api_version = call.version,
                               .batch_size = batch_size(call.request),
                               .page_shrink = call.tenant.page_shrink,
                               .deleted_too = call.path[0] == "queryAll",
                               .fiscal_year_start = call.tenant.fiscal_year_start,
                               .fiscal_year_named_by_start = call.tenant.fiscal_year_named_by_start,
                               .week_start = call.user.week_start};
    const auto soql = call.request.parameter("q");
    if (call.path.size() == 1 && !soql) {
        return error_response({{400, "MALFORMED_QUERY", "SOQL statements cannot be empty or null"}});
    }
    auto page = call.path.size() == 2 ? call.tenant.queries().more(call.path[1], context)
                                      : call.tenant.queries().run(*soql, context);
    if (!page) return error_response({{400, page.error().code, page.error().message}});
    return json_response(200, *std::move(page));
}

}  // namespace alysio::sandbox::org
