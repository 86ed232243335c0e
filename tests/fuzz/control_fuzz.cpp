// Whatever steers the org, it answers in JSON, never with an error of its own; and whatever the org was told to do wrong,
// the next request comes to an end.

#include "sandbox_host/org/control/control.hpp"
#include "sandbox_host/org/control/settings.hpp"
#include "sandbox_host/org/rest/rest.hpp"
#include "sandbox_host/org/server/script.hpp"
#include "tests/fuzz/request_text.hpp"
#include "tests/sandbox_host/org/demo.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdlib>

using namespace alysio::sandbox::org;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

// The demo org without a server. What requests change of records is taken back after each; of the rest, what the next
// one would notice.
struct World {
    World() {
        const TenantsFile config = *TenantsFile::load(demo_files().at("tenants.json"));
        tenants.push_back(*Tenant::open(config.tenants.at(0), demo_files(), database, clock));
        tenants.back()->instance_url = "http://127.0.0.1:1";
    }

    Response steer(const Request& request) {
        auto response = settings.handle(request);
        return response ? *std::move(response) : control.handle(request);
    }

    Reply ask(const Request& request) {
        Tenant& tenant = *tenants.front();
        const User& user = tenant.users().front();
        RequestLogEntry entry;
        entry.via = "instance";
        entry.tenant = tenant.name();
        entry.user = user.name;
        entry.method = request.method;
        entry.target = request.target;
        return traffic.pass(std::move(entry), {&tenant, &user}, [&] { return RestApi(tenant).handle(request, &user); });
    }

    void forget() {
        traffic.faults().clear();
        traffic.forget();
        clock.follow_source();
        rules.replace({});
        tenants.front()->allowance = {};
    }

    Clock clock;
    Traffic traffic{clock};
    Database database = Database::in_memory();
    std::vector<std::unique_ptr<Tenant>> tenants;
    ProxyRulebook rules{clock};
    Settings settings{tenants, rules};
    Control control{clock, traffic, tenants};
};

void play(const Reply& reply) {
    if (reply.transport.silent || reply.transport.clear()) return;
    const std::string head = "HTTP/1.1 200 OK\r\n\r\n";
    const Script script = script_of(head, reply.response.body, reply.transport);
    std::size_t sent = 0;
    for (const auto& step : script.steps) {
        require(step.begin == sent && step.end >= step.begin && step.end <= script.bytes.size());
        require(step.pause.count() >= 0);
        sent = step.end;
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static World world;
    const Transaction transaction(world.database);
    const Response steered = world.steer(fuzz::read_request({reinterpret_cast<const char*>(data), size}));
    require(steered.status == 200 || (steered.status >= 400 && steered.status < 500));
    require(nlohmann::json::accept(steered.body) || steered.body.empty());
    play(world.ask({"GET", "/services/data/v63.0/query?q=SELECT+Id+FROM+User", {}, ""}));
    require(nlohmann::json::accept(world.steer({"GET", "/requests", {}, ""}).body));
    require(nlohmann::json::accept(world.steer({"GET", "/faults", {}, ""}).body));
    world.forget();
    return 0;
}
