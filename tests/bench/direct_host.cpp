#include "tests/bench/direct_host.hpp"

#include "sandbox_host/assembly/providers.hpp"
#include "tests/bench/bench.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <utility>

namespace alysio::bench {

using namespace alysio::sandbox;
using Json = nlohmann::json;

namespace {

std::string user_name(std::size_t user) {
    return "user" + std::to_string(user);
}

tenants::Config config_for(const DirectOptions& options) {
    setenv("ALYSIO_BENCH_TOKEN", "token", 1);
    Json people;
    for (std::size_t i = 0; i < options.users; ++i) {
        people[user_name(i)] = {{"access_token_env", "ALYSIO_BENCH_TOKEN"},
                                {"user_id", "005dM000000000" + std::to_string(i) + "QAC"}};
    }
    Json direct = {{"kind", "direct"}, {"instance_url", options.origin}, {"api_version", "62.0"}};
    if (!options.ca_file.empty()) direct["ca_file"] = options.ca_file;
    const Json budget = {{"concurrent", 1'000}, {"per_second", 10'000}, {"burst", 10'000}};
    const Json config = {{"tenants", {{"me", {{"connection", direct}, {"users", people}, {"budget", budget}}}}}};
    auto parsed = tenants::parse_config(config.dump(), {}, assembly::providers());
    require(static_cast<bool>(parsed), "the configuration");
    return *std::move(parsed);
}

}  // namespace

DirectHost::DirectHost(const DirectOptions& options) {
    assembly::HostOptions host;
    host.plugin = options.library;
    host.tenants = config_for(options);
    host.state = options.folder / "state";
    host.instances = options.instances;
    host.exchanges = options.exchanges;
    assembly::Surroundings surroundings;
    surroundings.network.idle_connections = options.idle_connections;
    auto opened = assembly::Host::open(std::move(host), std::move(surroundings));
    require(static_cast<bool>(opened), "the plugin");
    host_ = *std::move(opened);
    for (std::size_t i = 0; i < options.users; ++i) {
        auto user = host_->connect("me", user_name(i));
        require(static_cast<bool>(user), "a connection");
        users_.push_back(*std::move(user));
    }
}

runtime::CallRequest DirectHost::query(std::size_t user, const std::string& soql) const {
    auto call = assembly::call_as(users_[user]);
    call.tool = "salesforce_run_soql_query";
    call.arguments = Json{{"query", soql}}.dump();
    return call;
}

}  // namespace alysio::bench
