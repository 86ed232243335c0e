#include "sandbox_host/org/paragon/key_pair.hpp"
#include "sandbox_host/org/paragon/paragon.hpp"
#include "sandbox_host/org/rest/rest.hpp"
#include "tests/fuzz/request_text.hpp"
#include "tests/sandbox_host/org/client.hpp"
#include "tests/sandbox_host/org/demo.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

using namespace alysio::sandbox::org;

namespace {

// The demo org without a server, and a proxy before it whose user token everyone has who says "Bearer token".
struct World {
    World() {
        TenantsFile config = *TenantsFile::load(demo_files().at("tenants.json"));
        tenants.push_back(*Tenant::open(config.tenants.at(0), demo_files(), database, clock));
        tenants.back()->instance_url = "http://127.0.0.1:1";
        const auto now = std::time(nullptr);
        user_token = test::signed_jwt({{"alg", "RS256"}, {"typ", "JWT"}},
                                      {{"sub", tenant().users().front().connected_user},
                                       {"aud", "useparagon.com/p"},
                                       {"iat", now},
                                       {"exp", now + 1'000'000}},
                                      keys.private_key);
    }

    Tenant& tenant() { return *tenants.front(); }

    Response answer(Request request) {
        RestApi rest(tenant());
        if (request.path().substr(0, 10) != "/projects/") {
            const User* user = rest.session(request);
            return rest.handle(request, user == nullptr ? &tenant().users().front() : user);
        }
        for (auto& [name, value] : request.headers) {
            if (value == "Bearer token") value = "Bearer " + user_token;
        }
        const auto admitted = paragon.admit(request);
        if (!admitted) return admitted.error();
        return Paragon::hand_on(*admitted, rest.handle(admitted->request, admitted->owner.user));
    }

    Clock clock;
    Database database = Database::in_memory();
    std::vector<std::unique_ptr<Tenant>> tenants;
    KeyPair keys = generate_key_pair();
    ProxyRulebook rules{clock};
    Paragon paragon{"p", keys.public_key, "63.0", clock, tenants, rules};
    std::string user_token;
};

}  // namespace

// Whatever is asked of REST, SOAP or the proxy, the answer is one of Salesforce's: never a broken document, never an
// error of the org's own. What a request writes is taken back, so that each starts from the demo.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static World world;
    world.tenant().allowance.used = 0;
    const Transaction transaction(world.database);
    const Request request = fuzz::read_request({reinterpret_cast<const char*>(data), size});
    // The server lets no other methods in.
    if (!std::all_of(request.method.begin(), request.method.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        return 0;
    const Response response = world.answer(request);
    const std::string_view type = find_header(response.headers, "Content-Type");
    const bool is_soap = type.substr(0, 8) == "text/xml";
    if (response.status < 200 || response.status > 599 || (response.status == 500 && !is_soap)) std::abort();
    if (type.substr(0, 16) == "application/json" && !nlohmann::json::accept(response.body)) std::abort();
    return 0;
}
