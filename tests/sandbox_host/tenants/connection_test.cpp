#include "sandbox_host/tenants/tenants.hpp"
#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <alysio/base/text.hpp>

#include <catch2/catch.hpp>

#include <stdlib.h>

#include <algorithm>

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
        auto parsed = parse_config(config, folder.path(), providers());
        tenants = Tenants::open(parsed.value(), shipped_policy(), [this] { return now; }).value();
    }

    std::shared_ptr<connection::Connection> connect(std::string_view tenant, std::string_view user = "") const {
        return tenants->connect(tenant, user).value()->connection;
    }
    connection::Identity identity(std::string_view tenant, std::string_view user = "") const {
        return *tenants->connect(tenant, user).value()->identity;
    }

    TestKey key;
    TemporaryFolder folder;
    sys_seconds now{std::chrono::seconds{1'800'000'000}};
    std::unique_ptr<Tenants> tenants;
};

std::unique_ptr<connection::RequestSession> opened(connection::Connection& connection,
                                                   const connection::RequestView& request) {
    auto result = connection.open(request);
    if (!result) FAIL(result.error().message);
    return *std::move(result);
}

connection::RequestError refused(connection::Connection& connection, const connection::RequestView& request) {
    auto result = connection.open(request);
    REQUIRE_FALSE(result);
    return std::move(result).error();
}

std::string header(const connection::WireRequest& wire, const std::string& name) {
    for (const auto& line : wire.headers) {
        if (line.rfind(name + ": ", 0) == 0) return line.substr(name.size() + 2);
    }
    return "";
}

std::string bearer(const connection::WireRequest& wire) {
    return header(wire, "Authorization").substr(7);
}

void answer(connection::RequestSession& session, std::string_view body, std::string* seen = nullptr) {
    const auto content = session.filter(body);
    if (seen) *seen = content;
}

}  // namespace

TEST_CASE(
    "a server that echoes the credential it was sent tells the plugin nothing: not in a body, a header or an error") {
    const Host host;
    const auto connection = host.connect("acme", "ann");
    const auto session = opened(*connection, get("/query", {{"q", "SELECT Id FROM Account"}}));
    const auto wire = session->wire();
    for (const auto& token : {bearer(wire), header(wire, "X-Paragon-Credential")}) {
        REQUIRE(token.size() > 100);
        const std::string echo = "'Bearer " + token + "' not a valid key=value pair";
        const std::string masked = "'Bearer " + std::string(token.size(), '*') + "' not a valid key=value pair";
        std::string value = echo;
        session->mask(value);
        CHECK(value == masked);

        connection::ResponseHead head;
        head.status = 403;
        const auto verdict = session->judge(head, R"({"message":")" + echo + R"("})");
        if (const auto* error = std::get_if<connection::RequestError>(&verdict)) {
            CHECK(error->message.find(token.substr(10, 40)) == std::string::npos);
        }
        std::string seen;
        for (const char c : echo) seen += session->filter({&c, 1});
        seen += session->rest();
        CHECK(seen == masked);
    }
}

TEST_CASE("a body has one type: the plugin's own where it gives one, JSON otherwise") {
    const Host host;
    const auto connection = host.connect("uuid", "ann");
    auto request = post("/sobjects/Lead", "{}");
    if (GENERATE(true, false)) request.headers.emplace_back("content-type", "application/json; charset=utf-8");
    const auto wire = opened(*connection, request)->wire();
    const auto types = std::count_if(wire.headers.begin(), wire.headers.end(), [](const std::string& line) {
        return base::starts_with_ignoring_case(line, "content-type:");
    });
    CHECK(types == 1);
}

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
    const auto session = opened(*host.connect("acme"), get("/"));
    const auto first = bearer(session->wire());
    host.now += std::chrono::minutes{54};
    CHECK(bearer(session->wire()) == first);
    host.now += std::chrono::minutes{1};
    const auto second = bearer(session->wire());
    CHECK(second != first);
    CHECK(token_part(second, 1).at("exp") == host.now.time_since_epoch().count() + 3600);
}

TEST_CASE("a refused token is renewed once per request") {
    Host host;
    const auto session = opened(*host.connect("acme"), get("/"));
    const auto first = bearer(session->wire());
    host.now += std::chrono::seconds{1};
    const connection::ResponseHead head{401, {}};
    constexpr std::string_view body = R"({"message":"Unauthorized"})";
    REQUIRE(session->collects(head));
    CHECK(std::holds_alternative<connection::Replay>(session->judge(head, body)));
    CHECK(bearer(session->wire()) != first);

    const auto again = session->judge(head, body);
    REQUIRE(std::holds_alternative<connection::RequestError>(again));
    CHECK(std::get<connection::RequestError>(again).status == ALYSIO_E_HOST_CREDENTIAL);
}

TEST_CASE("a credential that cannot be verified is renewed once, then the user has to connect again") {
    const Host host;
    const auto session = opened(*host.connect("acme"), get("/"));
    constexpr std::string_view body = R"({"message":"Credential verification failed","code":"7003","status":401})";
    CHECK(std::holds_alternative<connection::Replay>(session->judge({401, {}}, body)));
    CHECK(std::get<connection::RequestError>(session->judge({401, {}}, body)).status == ALYSIO_E_RECONNECT);
}

TEST_CASE("a second 401 of the provider itself is delivered") {
    Host host;
    const auto session = opened(*host.connect("acme"), get("/"));
    constexpr std::string_view body = R"([{"errorCode":"INVALID_SESSION_ID"}])";
    CHECK(std::holds_alternative<connection::Replay>(session->judge({401, {}}, body)));
    CHECK(std::holds_alternative<connection::Deliver>(session->judge({401, {}}, body)));
}

TEST_CASE("a direct 401 is replayed only when the token file holds a new token") {
    const Host host;
    const auto connection = host.connect("me");
    const auto first = opened(*connection, get("/"));
    CHECK(std::holds_alternative<connection::Deliver>(first->judge({401, {}}, "[]")));
    host.folder.write("token", "00D!second");
    const auto second = opened(*connection, get("/"));
    CHECK(std::holds_alternative<connection::Replay>(second->judge({401, {}}, "[]")));
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
    CHECK(std::get<connection::RequestError>(verdict).status == ALYSIO_E_RECONNECT);
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
    const auto session = opened(*host.connect("acme"), get("/sobjects/Account/describe"));
    CHECK(session->shows_header("Last-Modified"));
    CHECK(session->shows_header("sforce-limit-info"));
    CHECK_FALSE(session->shows_header("Set-Cookie"));
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
    const auto ann = host.identity("acme", "ann");
    CHECK(ann.tenant == "acme");
    CHECK(ann.user == "ann");
    CHECK(ann.principal != host.identity("acme", "bob").principal);
    CHECK(ann.principal != host.identity("uuid", "ann").principal);
    CHECK(ann.principal == Host{}.identity("acme", "ann").principal);
    CHECK(ann.principal.find("ann") == std::string::npos);
    CHECK(nlohmann::json::parse(ann.connection) == nlohmann::json{{"user_id", "005A"}});
    CHECK(ann.settings == R"({"a":1})");
    CHECK(ann.locale == "de-DE");
    CHECK(ann.grants == ALYSIO_GRANT_READ);

    const auto me = host.identity("me");
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
        auto parsed = parse_config(config, folder.path(), providers());
        const auto tenants = Tenants::open(parsed.value(), shipped_policy()).value();
        const auto result = tenants->connect(tenant, "");
        REQUIRE_FALSE(result);
        CHECK(result.error().pointer == pointer);
        CHECK(result.error().message == message);
    }
}

TEST_CASE("a reload brings other endpoints to everybody, and a request under way keeps its own") {
    const Host host;
    const auto connection = host.connect("me");
    const auto under_way = opened(*connection, get("/query", {{"q", "SELECT Id FROM Account"}}));

    REQUIRE(host.tenants->set_endpoints(policy_of(
        R"({"provider":"salesforce","endpoints":[{"endpoint":"GET /limits","unrestricted":"no records"}]})")));

    CHECK(opened(*connection, get("/limits")) != nullptr);
    CHECK(refused(*connection, get("/query", {{"q", "SELECT Id FROM Account"}})).status == ALYSIO_E_DENIED);
    CHECK(under_way->wire().url.find("/query?q=") != std::string::npos);
    answer(*under_way, R"({"nextRecordsUrl":"/services/data/v62.0/query/01gPAGE-2000","records":[]})");
    REQUIRE(host.tenants->set_endpoints(shipped_policy()));
    CHECK(opened(*connection, get("/query/01gPAGE-2000")) != nullptr);
}

TEST_CASE("a policy that an endpoint cannot be held to is refused where configuration and manifest meet") {
    const TemporaryFolder folder;
    auto parsed = parse_config(R"({"tenants":{"acme":{
        "connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0","access_token_env":"T"},
        "policy":{"read":{"denied_objects":["Salary__c"]}}}}})",
                               folder.path(), providers());
    const auto opened =
        Tenants::open(parsed.value(),
                      policy_of(R"({"provider":"salesforce","endpoints":[{"endpoint":"GET /search","query":["q"]}]})"));
    REQUIRE_FALSE(opened);
    REQUIRE(opened.error().size() == 1);
    CHECK(opened.error()[0].pointer == "/tenants/acme/policy/read/denied_objects");
    CHECK(opened.error()[0].message ==
          "cannot be enforced on GET /search: the plugin's manifest does not declare \"object\" there. Declare it, or "
          "\"unrestricted\" with a reason where nothing needs restricting, or take the rule away");
}

TEST_CASE("a reload that adds an endpoint which a policy cannot be enforced on changes nothing") {
    const TemporaryFolder folder;
    folder.write("token", "t");
    auto parsed = parse_config(R"({"tenants":{"free":{
        "connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0","access_token_file":"token"}},
        "acme":{
        "connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0","access_token_file":"token"},
        "policy":{"read":{"denied_fields":["Contact.Birthdate"]}}}}})",
                               folder.path(), providers());
    const auto tenants = Tenants::open(parsed.value(), shipped_policy()).value();
    const auto refused_reload = tenants->set_endpoints(policy_of(R"({"provider":"salesforce","endpoints":[
        {"endpoint":"GET /contacts/{id}","object":"Contact"}, {"endpoint":"GET /leads/{id}","object":"Lead"}]})"));
    REQUIRE_FALSE(refused_reload);
    REQUIRE(refused_reload.error().size() == 1);
    CHECK(refused_reload.error()[0].pointer == "/tenants/acme/policy/read/denied_fields/0");
    CHECK(refused_reload.error()[0].message.find("\"Contact.Birthdate\" cannot be enforced on GET /contacts/{id}: ") ==
          0);
    for (const char* tenant : {"free", "acme"}) {
        const auto user = tenants->connect(tenant, "").value();
        CHECK(user->connection->open(get("/sobjects/Account/describe")));
        CHECK_FALSE(user->connection->open(get("/leads/7")));
    }
}

TEST_CASE("a proxy is told which integration is meant, by the configuration or the manifest") {
    const TemporaryFolder folder;
    folder.write("key.pem", TestKey{}.pem());
    const auto config = [&](const std::string& integration) {
        return parse_config(
                   R"({"tenants":{"acme":{"connection":{"kind":"paragon","proxy_url":"https://p","project_id":"p1",
            "signing_key_file":"key.pem")" +
                       integration + R"(},"users":{"ann":{"connected_user":"u","credential_id":"c"}}}}})",
                   folder.path(), providers())
            .value();
    };
    const auto crm = policy_of(R"({"endpoints":[{"endpoint":"GET /","unrestricted":"no records"}]})");
    const auto url = [](Tenants& tenants) {
        return tenants.connect("acme", "").value()->connection->open(get("/")).value()->wire().url;
    };
    CHECK(url(*Tenants::open(config(""), shipped_policy()).value()) == "https://p/projects/p1/sdk/proxy/salesforce/");
    CHECK(url(*Tenants::open(config(R"(,"integration":"custom/crm")"), crm).value()) ==
          "https://p/projects/p1/sdk/proxy/custom/crm/");
    const auto neither = Tenants::open(config(""), crm);
    REQUIRE_FALSE(neither);
    CHECK(neither.error()[0].pointer == "/tenants/acme/connection/integration");
}

}  // namespace alysio::sandbox::tenants
