#include "sandbox_host/org/paragon/key_pair.hpp"
#include "sandbox_host/org/paragon/token.hpp"
#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <ctime>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

TEST_CASE("the proxy takes a path in every shape that is in use") {
    const RunningOrg org;
    const OrgUser& admin = org.user();
    const std::string token = org.user_token(admin.connected_user);
    const std::string query = "query?q=SELECT+COUNT()+FROM+Account";
    const std::string version = "/services/data/v63.0/";
    for (const std::string& path :
         {"/" + query, version + query, std::string("/services/data/v58.0/query/?q=SELECT+COUNT()+FROM+Account"),
          "/" + org.tenant().instance_url + version + query}) {
        INFO(path);
        const HttpAnswer reply =
            org.proxied("GET", path, token, admin.credential, "", {{"X-Paragon-Use-Raw-Response", "1"}});
        REQUIRE(reply.status == 200);
        CHECK(reply.document()["totalSize"] == 48);
        CHECK(reply.headers.count("sforce-limit-info") == 1);
    }
}

TEST_CASE("the path may stand in a header instead") {
    const RunningOrg org;
    const std::string token = org.user_token(org.user().connected_user);
    const HttpAnswer reply = org.proxied(
        "GET", "", token, "", "", {{"X-Paragon-Use-Raw-Response", "true"}, {"X-Paragon-Proxy-Url", "/limits?x=1"}});
    CHECK(reply.status == 200);
    CHECK(reply.document().contains("DailyApiRequests"));
}

TEST_CASE("without the raw header an answer comes in an envelope, a refusal does not") {
    const RunningOrg org;
    const OrgUser& admin = org.user();
    const std::string token = org.user_token(admin.connected_user);
    const HttpAnswer enveloped = org.proxied("GET", "/query?q=SELECT+COUNT()+FROM+Lead", token, admin.credential);
    CHECK(enveloped.body == R"({"output":{"totalSize":40,"done":true,"records":[]}})");
    const HttpAnswer refused = org.proxied("GET", "/query?q=SELEC", token, admin.credential);
    CHECK(refused.status == 400);
    CHECK(refused.error_code() == "MALFORMED_QUERY");
    const std::string id = org.query("SELECT Id FROM Lead LIMIT 1")["records"][0]["Id"];
    const HttpAnswer empty =
        org.proxied("PATCH", "/sobjects/Lead/" + id, token, admin.credential, R"({"Rating":"Hot"})");
    CHECK(empty.status == 204);
    CHECK(empty.body.empty());
}

TEST_CASE("a signed credential opens its tenant and nothing else") {
    const RunningOrg org;
    const OrgUser& acme = org.user("acme", "rep");
    const OrgUser& globex = org.user("globex", "admin");
    const std::string acme_token = org.user_token(acme.connected_user);
    REQUIRE(org.proxied("GET", "/limits", acme_token, org.credential_token("acme", acme)).status == 200);

    OrgUser stolen = acme;
    stolen.credential = globex.credential;
    OrgUser unknown = acme;
    unknown.credential = "00000000-0000-0000-0000-000000000000";
    const std::vector<std::pair<const char*, std::string>> bad = {
        {"another user's", org.credential_token("globex", globex)},
        {"naming another tenant", org.credential_token("globex", acme)},
        {"naming another user's account", org.credential_token("acme", stolen)},
        {"naming no account", org.credential_token("acme", unknown)},
        {"expired", org.credential_token("acme", acme, -10)},
        {"a user token", acme_token},
        {"another user's UUID", globex.credential},
        {"no UUID", "no-such-uuid"},
        {"no JWT", "a.b.c"}};
    for (const auto& [what, credential] : bad) {
        INFO(what);
        const HttpAnswer reply = org.proxied("GET", "/limits", acme_token, credential);
        CHECK(reply.status == 401);
        CHECK(reply.document()["code"] == "7003");
        const json log = org.control("GET", "/requests")["requests"].back();
        CHECK(log["tenant"] == "");
        CHECK(log["status"] == 401);
    }
}

TEST_CASE("a user token that is not good is refused by the proxy's own object") {
    const RunningOrg org;
    const auto now = std::time(nullptr);
    const std::string audience = "useparagon.com/" + org.connection().project_id;
    const std::string key = org.connection().private_key;
    const json header = {{"alg", "RS256"}, {"typ", "JWT"}};
    const json claims = {{"sub", "acme-amelia"}, {"aud", audience}, {"iat", now}, {"exp", now + 60}};
    const auto with = [&](const char* name, const json& value) {
        json changed = claims;
        changed[name] = value;
        return changed;
    };
    json endless = claims;
    endless.erase("exp");
    const std::string public_key = key_pair_of(key)->public_key;
    const std::string good = signed_jwt(header, claims, key);

    const std::vector<std::pair<const char*, std::string>> bad = {
        {"signed by another key", signed_jwt(header, claims, generate_key_pair().private_key)},
        {"expired", signed_jwt(header, with("exp", now - 1), key)},
        {"without expiry", signed_jwt(header, endless, key)},
        {"with an expiry in words", signed_jwt(header, with("exp", "soon"), key)},
        {"for another project", signed_jwt(header, with("aud", "useparagon.com/other"), key)},
        {"for several audiences", signed_jwt(header, with("aud", {audience, "x"}), key)},
        {"with a number for a subject", signed_jwt(header, with("sub", 5), key)},
        {"with a list of claims", signed_jwt(header, json::array(), key)},
        {"with algorithm none", signed_jwt({{"alg", "none"}}, claims, "")},
        {"with algorithm none and no signature", signed_jwt({{"alg", "none"}}, claims, "").substr(0, 60) + "."},
        {"with another RSA algorithm", signed_jwt({{"alg", "RS384"}}, claims, key)},
        {"with a number for an algorithm", signed_jwt({{"alg", 7}}, claims, key)},
        {"with a list for a header", signed_jwt(json::array(), claims, key)},
        {"signed with the public key", hmac_jwt({{"alg", "HS256"}, {"typ", "JWT"}}, claims, public_key)},
        {"with an empty signature", good.substr(0, good.rfind('.') + 1)},
        {"without signature", good.substr(0, good.rfind('.'))},
        {"with one part more", good + ".x"},
        {"outside the alphabet", "\xFF\xFE.\x80.\x81"},
        {"no token", "x"},
        {"absent", ""}};
    REQUIRE(org.proxied("GET", "/limits", good, "").status == 200);
    for (const auto& [what, token] : bad) {
        INFO(what);
        const HttpAnswer reply = org.proxied("GET", "/limits", token, "");
        CHECK(reply.status == 401);
        CHECK(reply.document()["code"] == "unauthorized");
        if (token.size() > 1) CHECK(reply.body.find(token) == std::string::npos);
    }
}

TEST_CASE("a user who connected nothing is told so") {
    const RunningOrg org;
    const HttpAnswer reply = org.proxied("GET", "/limits", org.user_token("stranger"), "");
    CHECK(reply.status == 404);
    CHECK(reply.document()["code"] == "integration_not_enabled");
    CHECK(reply.document()["meta"]["endUserId"] == "stranger");
}

TEST_CASE("the proxy forwards to the connected account's own instance only") {
    const RunningOrg org;
    const OrgUser& admin = org.user();
    const std::string token = org.user_token(admin.connected_user);
    for (const std::string& url :
         {org.tenant("globex").instance_url + "/services/data", std::string("http://example.org/"),
          org.tenant().instance_url + ".example.org/services/data"}) {
        CHECK(org.proxied("GET", "/" + url, token, admin.credential).document()["code"] == "invalid_url");
    }
    CHECK(request("GET", org.connection().proxy_url + "/projects/other/sdk/proxy/salesforce/limits").status == 404);
    CHECK(request("GET", org.connection().proxy_url + "/").status == 404);
    // Pages are for browsers on this machine, not for the proxy's clients.
    CHECK(org.proxied("GET", "/" + org.tenant().instance_url + "/lightning/o/Account/list", token, "").status == 404);
}

TEST_CASE("a session token is no way around the proxy's credentials") {
    const RunningOrg org;
    CHECK(org.proxied("GET", "/limits", org.user().access_token, "").status == 401);
    // And the proxy's client can't choose a session of its own behind it.
    const HttpAnswer reply = org.proxied("GET", "/", org.user_token(org.user("acme", "rep").connected_user), "", "",
                                         {{"X-Paragon-Use-Raw-Response", "1"}});
    const std::string identity = reply.document()["identity"];
    CHECK(identity.substr(identity.rfind('/') + 1) == org.user("acme", "rep").user_id);
}

TEST_CASE("a key file is private and outlives its maker") {
    const auto folder = std::filesystem::temp_directory_path() / ("org_key_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto first = load_or_create_key_pair(folder / "key.pem");
    const auto second = load_or_create_key_pair(folder / "key.pem");
    const auto permissions = std::filesystem::status(folder / "key.pem").permissions();
    std::filesystem::remove_all(folder);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->private_key == second->private_key);
    CHECK(permissions == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
    CHECK_FALSE(key_pair_of("-----BEGIN NONSENSE-----"));
    CHECK_FALSE(load_or_create_key_pair("/nonexistent/key.pem"));
}

TEST_CASE("a token is judged by the time of the clock's source, also while the org's time stands still") {
    const KeyPair keys = generate_key_pair();
    Instant real = *parse_datetime("2126-01-01T00:00:00Z");
    Clock clock([&] { return real; });
    clock.set(*parse_datetime("1999-01-01T00:00:00Z"));
    const TokenVerifier verifier(keys.public_key, clock);
    const auto now = std::chrono::floor<std::chrono::seconds>(real).time_since_epoch().count();
    const std::string token = signed_jwt({{"alg", "RS256"}, {"typ", "JWT"}},
                                         {{"sub", "u"}, {"nbf", now}, {"exp", now + 60}}, keys.private_key);
    CHECK(verifier.verify(token));
    real -= std::chrono::seconds(1);
    CHECK_FALSE(verifier.verify(token));
    real += std::chrono::seconds(61);
    CHECK(verifier.verify(token));
    real += std::chrono::seconds(1);
    CHECK_FALSE(verifier.verify(token));
}
