#include "tests/bench/direct_tenants.hpp"

#include "sandbox_host/services/account.hpp"
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
    auto parsed = tenants::parse_config(config.dump(), {});
    require(parsed.index() == 0, "the configuration");
    std::ifstream file(manifest);
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    auto endpoints = tenants::EndpointPolicy::parse(text);
    require(endpoints.index() == 0, "the manifest");
    tenants_ = std::make_unique<tenants::Tenants>(
        std::get<0>(std::move(parsed)),
        std::make_shared<const tenants::EndpointPolicy>(std::get<0>(std::move(endpoints))));
}

runtime::CallRequest DirectTenants::query(std::size_t user, const std::string& soql) {
    auto connected = tenants_->connect("me", "user" + std::to_string(user));
    require(connected.index() == 0, "a connection");
    const auto& connection = std::get<0>(connected);
    const auto& identity = connection->identity();
    auto account = std::make_shared<services::Account>();
    account->connection = connection;
    runtime::CallRequest call;
    call.tool = "salesforce_run_soql_query";
    call.arguments = Json{{"query", soql}}.dump();
    call.principal = identity.principal;
    call.web_url = identity.web_url;
    call.grants = identity.grants;
    call.settings = identity.settings;
    call.connection = identity.connection;
    call.context = std::move(account);
    return call;
}

}  // namespace alysio::bench
