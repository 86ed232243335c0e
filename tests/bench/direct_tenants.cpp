#include "tests/bench/direct_tenants.hpp"

#include "sandbox_host/salesforce/provider.hpp"
#include "tests/bench/bench.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace alysio::bench {

using namespace alysio::sandbox;
using Json = nlohmann::json;

DirectTenants::DirectTenants(const std::filesystem::path& manifest, const std::string& origin,
                             const std::string& ca_file, std::size_t users) {
    setenv("ALYSIO_BENCH_TOKEN", "token", 1);
    Json people;
    for (std::size_t i = 0; i < users; ++i)
        people["user" + std::to_string(i)] = {{"access_token_env", "ALYSIO_BENCH_TOKEN"},
                                              {"user_id", "005dM000000000" + std::to_string(i) + "QAC"}};
    Json direct = {{"kind", "direct"}, {"instance_url", origin}, {"api_version", "62.0"}};
    if (!ca_file.empty()) direct["ca_file"] = ca_file;
    const Json budget = {{"concurrent", 1'000}, {"per_second", 10'000}, {"burst", 10'000}};
    const Json config = {{"tenants", {{"me", {{"connection", direct}, {"users", people}, {"budget", budget}}}}}};
    const tenants::Providers providers = {salesforce::provider()};
    auto parsed = tenants::parse_config(config.dump(), {}, providers);
    require(static_cast<bool>(parsed), "the configuration");
    std::ifstream file(manifest);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto endpoints = tenants::EndpointPolicy::parse(text, providers);
    require(static_cast<bool>(endpoints), "the manifest");
    auto opened = tenants::Tenants::open(*std::move(parsed),
                                         std::make_shared<const tenants::EndpointPolicy>(*std::move(endpoints)));
    require(static_cast<bool>(opened), "the tenants");
    tenants_ = *std::move(opened);
}

runtime::CallRequest DirectTenants::query(std::size_t user, const std::string& soql) {
    auto connected = tenants_->connect("me", "user" + std::to_string(user));
    require(static_cast<bool>(connected), "a connection");
    runtime::CallRequest call;
    call.tool = "salesforce_run_soql_query";
    call.arguments = Json{{"query", soql}}.dump();
    call.acting_for = *connected;
    return call;
}

}  // namespace alysio::bench
