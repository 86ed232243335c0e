#include "sandbox_host/tenants/tenants.hpp"
#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <catch2/catch.hpp>

#include <stdlib.h>

namespace alysio::sandbox::tenants {
namespace {

using std::chrono::sys_seconds;

// A host with one paragon and one direct tenant, and a clock that the test turns.
class Host {
  public:
    Host() {
        folder.write("key.pem", key.pem());
        folder.write("token", "00D!first\n");
        const auto config = R"({"tenants":{
            "acme":{"connection":{"kind":"paragon","proxy_url":"https://proxy.example","project_id":"p1",
                    "signing_key_file":"key.pem"},
                "users":{"ann":{"connected_user":"u-ann","credential_id":"c-ann","user_id":"005A"},
                         "bob":{"connected_user":"u-bob","credential_id":"c-bob"}},
                "policy":{"write":{"allowed_objects":[]}}, "settings":{"a":1}, "locale":"de-DE"},
            "uuid":{"connection":{"kind":"paragon","proxy_url":"https://proxy.example","project_id":"p1",
                    "signing_key_file":"key.pem","credential":"uuid","path_prefix":"/services/data/v61.0",
                    "api_version":"61.0"},
                "users":{"ann":{"connected_user":"u-ann","credential_id":"c-ann"}}},
            "me":{"connection":{"kind":"direct","instance_url":"https://acme.my.salesforce.com",
                    "access_token_file":"token","api_version":"62.0"}}}})";
        tenants = std::make_unique<Tenants>(std::get<Config>(parse_config(config, folder.path())), shipped_policy(),
                                            [this] { return now; });
    }

    std::shared_ptr<UserConnection> connect(std::string_view tenant, std::string_view user = "") const {
        return std::get<std::shared_ptr<UserConnection>>(tenants->connect(tenant, user));
    }

    TestKey key;
    TemporaryFolder folder;
    sys_seconds now{std::chrono::seconds{1'800'000'000}};
    std::unique_ptr<Tenants> tenants;
};

std::unique_ptr<services::Exchange> opened(UserConnection& connection, const services::RequestView& request) {
    auto result = connection.open(request);
    if (const auto* failure = std::get_if<services::Failure>(&result)) FAIL(failure->message);
    return std::get<0>(std::move(result));
}

services::Failure refused(UserConnection& connection, const services::RequestView& request) {
    auto result = connection.open(request);
    REQUIRE(std::holds_alternative<services::Failure>(result));
    return std::get<services::Failure>(std::move(result));
}

std::string header(const services::WireRequest& wire, const std::string& name) {
    for (const auto& line : wire.headers) {
        if (line.rfind(name + ": ", 0) == 0) return line.substr(name.size() + 2);
    }
    return "";
}

std::string bearer(const services::WireRequest& wire) {
    return header(wire, "Authorization").substr(7);
}

void answer(services::Exchange& exchange, std::string_view body, std::string* seen = nullptr) {
    const auto content = exchange.filter(body);
    if (seen) *seen = content;
}

}  // namespace

TEST_CASE("a request through Paragon goes to the project's address with two signed tokens") {
    const Host host;
    const auto connection = host.connect("acme", "ann");
    const auto wire = opened(*connection, get("/query", {{"q", "SELECT Id FROM A WHERE x = 'ü&+%#'"}}))->wire();
    CHECK(wire.url ==
          "https://proxy.example/projects/p1/sdk/proxy/salesforce/query?q=SELECT%20Id%20FROM%20A%20WHERE%20x%20%3D%20"
          "%27%C3%BC%26%2B%25%23%27");
    CHECK(header(wire, "X-Paragon-Use-Raw-Response") == "1");

    REQUIRE(host.key.verifies(bearer(wire)));
    CHECK(
        token_part(bearer(wire), 1) ==
        nlohmann::json{{"sub", "u-ann"}, {"aud", "useparagon.com/p1"}, {"iat", 1'800'000'000}, {"exp", 1'800'003'600}});
    const auto credential = header(wire, "X-Paragon-Credential");
    REQUIRE(host.key.verifies(credential));
    CHECK(token_part(credential, 1) == nlohmann::json{{"iss", "alysio"},
                                                      {"aud", "paragon-credential"},
                                                      {"tenant", "acme"},
                                                      {"credential", "c-ann"},
                                                      {"sub", "u-ann"},
                                                      {"iat", 1'800'000'000},
                                                      {"exp", 1'800'003'600}});
}

TEST_CASE("a credential of kind uuid is sent bare, and a path prefix goes before the path") {
    const Host host;
    const auto wire = opened(*host.connect("uuid"), get("/sobjects/Account/describe"))->wire();
    CHECK(wire.url ==
          "https://proxy.example/projects/p1/sdk/proxy/salesforce/services/data/v61.0/sobjects/Account/describe");
    CHECK(header(wire, "X-Paragon-Credential") == "c-ann");
}

TEST_CASE("a direct request goes to the instance with the token from the file") {
    const Host host;
    const auto wire = opened(*host.connect("me"), post("/sobjects/Lead", "{}"))->wire();
    CHECK(wire.url == "https://acme.my.salesforce.com/services/data/v62.0/sobjects/Lead");
    CHECK(header(wire, "Authorization") == "Bearer 00D!first");
    CHECK(header(wire, "Content-Type") == "application/json");
    CHECK(header(wire, "X-Paragon-Credential").empty());
}

TEST_CASE("a token is used until five minutes before its end") {
    Host host;
    const auto exchange = opened(*host.connect("acme"), get("/"));
    const auto first = bearer(exchange->wire());
    host.now += std::chrono::minutes{54};
    CHECK(bearer(exchange->wire()) == first);
    host.now += std::chrono::minutes{1};
    const auto second = bearer(exchange->wire());
    CHECK(second != first);
    CHECK(token_part(second, 1).at("exp") == host.now.time_since_epoch().count() + 3600);
}

TEST_CASE("a refused token is renewed once per request") {
    Host host;
    const auto exchange = opened(*host.connect("acme"), get("/"));
    const auto first = bearer(exchange->wire());
    host.now += std::chrono::seconds{1};
    const services::ResponseHead head{401, {}};
    constexpr std::string_view body = R"({"message":"Unauthorized"})";
    REQUIRE(exchange->collects(head));
    CHECK(std::holds_alternative<services::Replay>(exchange->judge(head, body)));
    CHECK(bearer(exchange->wire()) != first);

    const auto again = exchange->judge(head, body);
    REQUIRE(std::holds_alternative<services::Failure>(again));
    CHECK(std::get<services::Failure>(again).status == ALYSIO_E_HOST_CREDENTIAL);
}

TEST_CASE("a credential that cannot be verified is renewed once, then the user has to connect again") {
    const Host host;
    const auto exchange = opened(*host.connect("acme"), get("/"));
    constexpr std::string_view body = R"({"message":"Credential verification failed","code":"7003","status":401})";
    CHECK(std::holds_alternative<services::Replay>(exchange->judge({401, {}}, body)));
    CHECK(std::get<services::Failure>(exchange->judge({401, {}}, body)).status == ALYSIO_E_RECONNECT);
}

TEST_CASE("a second 401 of the provider itself is delivered") {
    Host host;
    const auto exchange = opened(*host.connect("acme"), get("/"));
    constexpr std::string_view body = R"([{"errorCode":"INVALID_SESSION_ID"}])";
    CHECK(std::holds_alternative<services::Replay>(exchange->judge({401, {}}, body)));
    CHECK(std::holds_alternative<services::Deliver>(exchange->judge({401, {}}, body)));
}

TEST_CASE("a direct 401 is replayed only when the token file holds a new token") {
    const Host host;
    const auto connection = host.connect("me");
    const auto first = opened(*connection, get("/"));
    CHECK(std::holds_alternative<services::Deliver>(first->judge({401, {}}, "[]")));
    host.folder.write("token", "00D!second");
    const auto second = opened(*connection, get("/"));
    CHECK(std::holds_alternative<services::Replay>(second->judge({401, {}}, "[]")));
    CHECK(bearer(second->wire()) == "00D!second");
}

TEST_CASE("only errors that came through a proxy are looked into") {
    const Host host;
    const auto direct = opened(*host.connect("me"), get("/"));
    CHECK_FALSE(direct->collects({200, {}}));
    CHECK_FALSE(direct->collects({503, {}}));
    const auto proxied = opened(*host.connect("acme"), get("/"));
    CHECK_FALSE(proxied->collects({200, {}}));
    CHECK(proxied->collects({503, {}}));
    const auto verdict = proxied->judge({404, {}}, R"({"code":"integration_not_enabled"})");
    CHECK(std::get<services::Failure>(verdict).status == ALYSIO_E_RECONNECT);
}

TEST_CASE("a page is served only to the user it was handed out to") {
    const Host host;
    const auto ann = host.connect("acme", "ann");
    const auto bob = host.connect("acme", "bob");
    const auto page = get("/query/0r8x-2000");
    CHECK(refused(*ann, page).subject == "locator");

    answer(*opened(*ann, get("/query", {{"q", "x"}})),
           R"({"done":false,"nextRecordsUrl":"/services/data/v62.0/query/0r8x-2000","records":[]})");
    CHECK(refused(*bob, page).status == ALYSIO_E_DENIED);
    const auto next = opened(*ann, page);
    answer(*next, R"({"done":false,"nextRecordsUrl":"/services/data/v62.0/query/0r8x-4000","records":[]})");
    opened(*ann, get("/query/0r8x-4000"));
}

TEST_CASE("a next page in another place hands out nothing") {
    const Host host;
    const auto ann = host.connect("acme", "ann");
    const auto link =
        GENERATE(values<std::string>({"https://evil.example/services/data/v62.0/query/L", "//evil.example/query/L",
                                      "/query/L", "/services/data/v62.0/query/../query/L",
                                      "/services/data/v62.0/sobjects/query/L", "/services/data/vX/query/L"}));
    answer(*opened(*ann, get("/query", {{"q", "x"}})), R"({"nextRecordsUrl":")" + link + R"("})");
    CHECK(refused(*ann, get("/query/L")).subject == "locator");
}

TEST_CASE("an answer in the proxy's envelope reaches the plugin without it") {
    const Host host;
    std::string seen;
    answer(*opened(*host.connect("acme"), get("/")), R"({"output":{"identity":"x"}})", &seen);
    CHECK(seen == R"({"identity":"x"})");
    answer(*opened(*host.connect("me"), get("/")), R"({"output":{"identity":"x"}})", &seen);
    CHECK(seen == R"({"output":{"identity":"x"}})");
}

TEST_CASE("the plugin sees the response headers its manifest lists") {
    const Host host;
    const auto exchange = opened(*host.connect("acme"), get("/sobjects/Account/describe"));
    CHECK(exchange->shows_header("Last-Modified"));
    CHECK(exchange->shows_header("sforce-limit-info"));
    CHECK_FALSE(exchange->shows_header("Set-Cookie"));
}

TEST_CASE("an address that is too long is refused with its size and the limit") {
    const Host host;
    const auto failure = refused(*host.connect("acme"), get("/query", {{"q", std::string(16'000, 'x')}}));
    CHECK(failure.status == ALYSIO_E_TOO_LARGE);
    CHECK(failure.size > failure.limit);
    CHECK(failure.limit == 16'000);
}

TEST_CASE("the call's identity tells users apart and holds no secret") {
    const Host host;
    const auto ann = host.connect("acme", "ann")->identity();
    CHECK(ann.principal != host.connect("acme", "bob")->identity().principal);
    CHECK(ann.principal != host.connect("uuid", "ann")->identity().principal);
    CHECK(ann.principal == Host{}.connect("acme", "ann")->identity().principal);
    CHECK(ann.principal.find("ann") == std::string::npos);
    CHECK(nlohmann::json::parse(ann.connection) == nlohmann::json{{"user_id", "005A"}});
    CHECK(ann.settings == R"({"a":1})");
    CHECK(ann.locale == "de-DE");
    CHECK(ann.grants == ALYSIO_GRANT_READ);

    const auto me = host.connect("me")->identity();
    CHECK(me.web_url == "https://acme.my.salesforce.com");
    CHECK(nlohmann::json::parse(me.connection) == nlohmann::json{{"api_version", "62.0"}});
    CHECK(me.grants == (ALYSIO_GRANT_READ | ALYSIO_GRANT_WRITE));
}

TEST_CASE("users of a tenant share its budget, tenants do not") {
    const Host host;
    CHECK(&host.connect("acme", "ann")->admission() == &host.connect("acme", "bob")->admission());
    CHECK(&host.connect("acme")->admission() != &host.connect("uuid")->admission());
    CHECK(host.connect("acme", "ann") == host.connect("acme", "ann"));
}

TEST_CASE("whoever cannot be connected is told why") {
    const TemporaryFolder folder;
    folder.write("empty", " \n");
    folder.write("two-lines", "00D!a\nX-Evil: 1");
    folder.write("not-a-key.pem", "hello");
    unsetenv("ALYSIO_TEST_UNSET");
    const auto connection = [](const std::string& members) {
        return R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0",)" +
               members + "}}}}";
    };
    using Row = std::tuple<std::string, std::string, std::string, std::string>;
    const std::vector<Row> rows{
        {connection(R"("access_token_env":"ALYSIO_TEST_UNSET")"), "b", "", "there is no tenant \"b\"; there is: a"},
        {connection(R"("access_token_env":"ALYSIO_TEST_UNSET")"), "a", "/tenants/a/connection/access_token_env",
         "the variable ALYSIO_TEST_UNSET is not set"},
        {connection(R"("access_token_file":"absent")"), "", "/tenants/a/connection/access_token_file",
         "the file " + (folder.path() / "absent").string() + " cannot be read"},
        {connection(R"("access_token_file":"empty")"), "", "/tenants/a/connection/access_token_file",
         "the file " + (folder.path() / "empty").string() + " is empty"},
        {connection(R"("access_token_file":"two-lines")"), "", "/tenants/a/connection/access_token_file",
         "the token has blanks or other characters that no token holds"},
        {connection(R"("access_token_file":"two-lines","ca_file":"absent")"), "", "/tenants/a/connection/ca_file",
         "the file " + (folder.path() / "absent").string() + " cannot be read"},
        {R"({"tenants":{"a":{"connection":{"kind":"paragon","proxy_url":"https://x","project_id":"p",
            "signing_key_file":"not-a-key.pem"},"users":{"u":{"connected_user":"x","credential_id":"y"}}}}})",
         "", "/tenants/a/connection/signing_key_file", "the signing key is not a PEM private key"},
    };
    for (const auto& [config, tenant, pointer, message] : rows) {
        CAPTURE(config);
        Tenants tenants{std::get<Config>(parse_config(config, folder.path())), shipped_policy()};
        const auto result = tenants.connect(tenant, "");
        REQUIRE(std::holds_alternative<ConfigError>(result));
        CHECK(std::get<ConfigError>(result).pointer == pointer);
        CHECK(std::get<ConfigError>(result).message == message);
    }
}

TEST_CASE("a reload brings other endpoints to everybody, and a request under way keeps its own") {
    const Host host;
    const auto connection = host.connect("me");
    const auto under_way = opened(*connection, get("/query", {{"q", "SELECT Id FROM Account"}}));

    auto narrow = EndpointPolicy::parse(R"({"policy":{"endpoints":[{"endpoint":"GET /limits"}]}})");
    REQUIRE(narrow.index() == 0);
    host.tenants->set_endpoints(std::make_shared<const EndpointPolicy>(std::get<0>(std::move(narrow))));

    CHECK(opened(*connection, get("/limits")) != nullptr);
    CHECK(refused(*connection, get("/query", {{"q", "SELECT Id FROM Account"}})).status == ALYSIO_E_DENIED);
    CHECK(under_way->wire().url.find("/query?q=") != std::string::npos);
    answer(*under_way, R"({"nextRecordsUrl":"/services/data/v62.0/query/01gPAGE-2000","records":[]})");
    host.tenants->set_endpoints(shipped_policy());
    CHECK(opened(*connection, get("/query/01gPAGE-2000")) != nullptr);
}

}  // namespace alysio::sandbox::tenants
