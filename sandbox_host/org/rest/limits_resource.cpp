#include "sandbox_host/org/rest/rest.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

ordered_json limit(std::int64_t most, std::int64_t used = 0) {
    return {{"Max", most}, {"Remaining", std::max<std::int64_t>(0, most - used)}};
}

// What else Salesforce lists, of which this org uses nothing: mostly a developer org's figures.
constexpr std::array<std::pair<const char*, std::int64_t>, 30> unused = {{
    {"AnalyticsExternalDataSizeMB", 40'960},
    {"ConcurrentAsyncGetReportInstances", 200},
    {"ConcurrentSyncReportRuns", 20},
    {"ContentPublicationLimit", 2'500},
    {"DailyAsyncApexExecutions", 250'000},
    {"DailyAsyncApexTests", 500},
    {"DailyBulkApiBatches", 15'000},
    {"DailyBulkV2QueryFileStorageMB", 976'562},
    {"DailyBulkV2QueryJobs", 10'000},
    {"DailyDeliveredPlatformEvents", 10'000},
    {"DailyDurableGenericStreamingApiEvents", 10'000},
    {"DailyDurableStreamingApiEvents", 10'000},
    {"DailyGenericStreamingApiEvents", 10'000},
    {"DailyStandardVolumePlatformEvents", 10'000},
    {"DailyStreamingApiEvents", 10'000},
    {"DailyWorkflowEmails", 8'040},
    {"DataStorageMB", 1'024},
    {"DurableStreamingApiConcurrentClients", 20},
    {"FileStorageMB", 1'024},
    {"HourlyAsyncReportRuns", 1'200},
    {"HourlyDashboardRefreshes", 200},
    {"HourlyDashboardResults", 5'000},
    {"HourlyDashboardStatuses", 999'999'999},
    {"HourlyODataCallout", 1'000},
    {"HourlyPublishedPlatformEvents", 50'000},
    {"HourlySyncReportRuns", 500},
    {"HourlyTimeBasedWorkflow", 1'000},
    {"MassEmail", 10},
    {"SingleEmail", 15},
    {"StreamingApiConcurrentClients", 20},
}};

}  // namespace

Response limits_resource(const RestCall& call) {
    if (call.method != "GET") return method_not_allowed(call, "HEAD,GET");
    const Allowance& allowance = call.tenant.allowance;
    ordered_json limits;
    limits["DailyApiRequests"] = limit(allowance.limit, allowance.used);
    if (allowance.app) {
        limits["DailyApiRequests"][allowance.app->name] = limit(allowance.app->limit, allowance.app->used);
    }
    for (const auto& [name, most] : unused) limits[name] = limit(most);
    limits["PermissionSets"] = limit(1'500);
    limits["PermissionSets"]["CreateCustom"] = limit(1'000);
    return json_response(200, limits.dump());
}

}  // namespace alysio::sandbox::org
