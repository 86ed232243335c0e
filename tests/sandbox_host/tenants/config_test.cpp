#include "sandbox_host/tenants/config.hpp"

#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::tenants {
namespace {

Config parsed(std::string_view text) {
    auto result = parse_config(text, "/etc/alysio", providers());
    if (!result) FAIL(result.error().front().pointer + ": " + result.error().front().message);
    return *std::move(result);
}

std::vector<ConfigError> errors_of(std::string_view text) {
    auto result = parse_config(text, "/etc/alysio", providers());
    return result ? ConfigErrors{} : std::move(result).error();
}

// A paragon connection with one member more, or another value for one.
std::string paragon_with(const char* member) {
    return R"({"tenants":{"acme":{"connection":{"kind":"paragon","proxy_url":"https://proxy.example","project_id":"p1",
        "signing_key_file":"key.pem")" +
           std::string(member) + R"(},"users":{"ann":{"connected_user":"u1","credential_id":"c1"}}}}})";
}

}  // namespace

TEST_CASE("the smallest direct configuration gives one tenant with one user") {
    const auto config = parsed(
        R"({"tenants":{"me":{"connection":{"kind":"direct","instance_url":"http://127.0.0.1:8080/",
            "access_token_env":"SF_TOKEN","api_version":"62.0"}}}})");
    REQUIRE(config.tenants.size() == 1);
    const auto& me = config.tenants[0];
    const auto& rest = std::get<RestConfig>(me.connection);
    CHECK(rest.root == "http://127.0.0.1:8080/services/data/v62.0");
    CHECK(rest.web_url == "http://127.0.0.1:8080");
    CHECK(rest.facts == std::vector<std::pair<std::string, std::string>>{{"api_version", "62.0"}});
    REQUIRE(me.users.size() == 1);
    CHECK(me.users[0].name == "default");
    CHECK(me.users[0].access_token->env == "SF_TOKEN");
    CHECK(me.users[0].access_token->pointer == "/tenants/me/connection/access_token_env");
}

TEST_CASE("a configuration nested without end is refused") {
    const std::string deep(200'000, '[');
    const auto errors =
        parse_config(R"({"tenants":{"me":{"settings":)" + deep + std::string(200'000, ']') + "}}}", {}, providers());
    REQUIRE_FALSE(errors);
    CHECK(errors.error()[0].message == "is nested deeper than 200 levels");
}

TEST_CASE("a secret that stands where its place is asked for is refused and not repeated") {
    const std::string secret =
        GENERATE("00D5g000004xyZ!AQEAQKzT8x", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
                 "-----BEGIN RSA PRIVATE KEY-----", "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334", "sk_live-9",
                 "9f8e7d6c5b4a39281706f5e4d3c2b1a0");
    const std::string member = GENERATE("access_token_env", "access_token_file");
    if (member == "access_token_file" && secret == "sk_live-9") return;  // may be a file
    const auto config =
        R"({"tenants":{"me":{"connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0",")" +
        member + R"(":")" + secret + R"("}}}})";
    const auto errors = parse_config(config, {}, providers());
    REQUIRE_FALSE(errors);
    REQUIRE_FALSE(errors.error().empty());
    CHECK(errors.error()[0].pointer == "/tenants/me/connection/" + member);
    for (const auto& error : errors.error()) {
        CHECK(error.message.find(secret) == std::string::npos);
        CHECK(error.message.find(secret.substr(0, 6)) == std::string::npos);
    }
}

TEST_CASE(
    "a token that its issuer marks is known where a file's name belongs, and a name that only begins like one is none") {
    const std::string mark = GENERATE(as<std::string>(), "ghp_", "xoxb-", "AKIA", "sk-", "glpat-", "SG.");
    const auto errors_of = [&](const std::string& file) {
        const auto config = parse_config(
            R"({"tenants":{"me":{"connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0",)"
            R"("access_token_file":"keys/)" +
                file + R"("}}}})",
            {}, providers());
        return config ? std::string() : config.error()[0].message;
    };
    CHECK_THAT(errors_of(mark + std::string(16, 'a')), Catch::Contains("looks like the secret itself"));
    CHECK(errors_of(mark + "token").empty());
}

TEST_CASE("every member of a configuration is understood") {
    const auto config = parsed(R"({"tenants":{
        "beta":{"connection":{"kind":"org"}},
        "acme":{
          "connection":{"kind":"paragon","proxy_url":"https://proxy.example","project_id":"p-1",
            "integration":"custom/5f","signing_key_env":"KEY","credential":"uuid","configuration_id":"cfg",
            "path_prefix":"/services/data/v62.0","api_version":"62.0","web_url":"https://acme.my.salesforce.com",
            "ca_file":"ca.pem"},
          "users":{"ann":{"connected_user":"u1","credential_id":"c1","user_id":"005000000000001AAA",
            "user_name":"Ann","time_zone":"Europe/Berlin","locale":"de-DE"}},
          "policy":{"read":{"allowed_objects":["Account"],"denied_objects":["Case"],
              "denied_fields":["Contact.Birthdate"],"relationships":{"Deal__r":["Deal__c"]}},
            "write":{"allowed_objects":[]}},
          "budget":{"concurrent":2,"per_second":5},
          "settings":{"page_size":200},
          "time_zone":"UTC","locale":"en-US"}}})");
    REQUIRE(config.tenants.size() == 2);
    CHECK(config.tenants[0].name == "beta");
    CHECK(std::holds_alternative<OrgConfig>(config.tenants[0].connection));
    CHECK(config.tenants[0].users.empty());

    const auto& acme = config.tenants[1];
    const auto& paragon = std::get<ParagonConfig>(acme.connection);
    CHECK(paragon.integration == "custom/5f");
    CHECK(paragon.credential == CredentialKind::uuid);
    CHECK(paragon.path_prefix == "/services/data/v62.0");
    CHECK(acme.ca_file == "/etc/alysio/ca.pem");
    CHECK(acme.users[0].time_zone == "Europe/Berlin");
    CHECK(acme.read.allowed_objects == std::vector<std::string>{"Account"});
    CHECK(acme.read.relationships[0].first == "Deal__r");
    CHECK(acme.write.allowed_objects->empty());
    CHECK(acme.budget.concurrent == 2);
    CHECK(acme.budget.burst == 5);
    CHECK(acme.settings == R"({"page_size":200})");
}

TEST_CASE("a mistake in the configuration is named with its place") {
    using Row = std::tuple<std::string, std::string, std::string>;
    const auto [text, pointer, message] = GENERATE(values<Row>({
        {"", "", "is not JSON: the mistake is at line 1, column 1"},
        {"{\n  \"tenants\": nope}", "", "is not JSON: the mistake is at line 2, column 15"},
        {R"({"tenants":1e999})", "", "holds a number that no double can hold: write a smaller one"},
        {"[]", "", "must be an object"},
        {"{}", "/tenants", "must be an object with a member for each tenant, at least one"},
        {R"({"tenants":{}})", "/tenants", "must be an object with a member for each tenant, at least one"},
        {R"({"tenants":{"a":{"connection":{"kind":"org"}}},"tenant":1})", "/tenant",
         "is not known here; known: tenants"},
        {R"({"tenants":{"a":{},"a":{}}})", "/tenants/a", "stands there twice"},
        {R"({"tenants":{"a/b":{}}})", "/tenants/a~1b",
         "a tenant's name is 1 to 64 letters, digits, '.', '_', '-' or '@'"},
        {R"({"tenants":{"a":{"connection":{}}}})", "/tenants/a/connection/kind", "is missing"},
        {R"({"tenants":{"a":{"connection":{"kind":"soap"}}}})", "/tenants/a/connection/kind",
         "must be one of: org, paragon, direct"},
        {R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"x","api_version":"62.0","access_token_env":"T"}}}})",
         "/tenants/a/connection/instance_url", "must be an http or https address without user name, query or fragment"},
        {R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"https://u@x","api_version":"62.0","access_token_env":"T"}}}})",
         "/tenants/a/connection/instance_url", "must be an http or https address without user name, query or fragment"},
        {R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"https://x","api_version":"62","access_token_env":"T"}}}})",
         "/tenants/a/connection/api_version", "must be a version like \"62.0\""},
        {R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0"}}}})",
         "/tenants/a/connection", "needs access_token_file or access_token_env"},
        {R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"https://x","api_version":"62.0","access_token_env":"T","access_token_file":"f"}}}})",
         "/tenants/a/connection/access_token_env", "stands beside access_token_file: give one of them"},
        {R"({"tenants":{"a":{"users":{}}}})", "/tenants/a/users",
         "must be an object with a member for each user, at least one"},
        {R"({"tenants":{"a":{"budget":{"concurrent":0}}}})", "/tenants/a/budget/concurrent",
         "must be a whole number from 1 to 1000"},
        {R"({"tenants":{"a":{"policy":{"read":{"denied_fields":["Birthdate"]}}}}})",
         "/tenants/a/policy/read/denied_fields", "\"Birthdate\" must be written Object.Field"},
        {R"({"tenants":{"a":{"policy":{"write":{"denied_objects":[7]}}}}})", "/tenants/a/policy/write/denied_objects/0",
         "must be a text that is not empty"},
        {R"({"tenants":{"a":{"settings":[]}}})", "/tenants/a/settings", "must be an object"},
        {R"({"tenants":{"a":{"time_zone":"a\nb"}}})", "/tenants/a/time_zone", "must not hold control characters"},
        {paragon_with(R"(,"project_id":"p2")"), "/tenants/acme/connection/project_id", "stands there twice"},
        {paragon_with(R"(,"path_prefix":"/a/../b")"), "/tenants/acme/connection/path_prefix",
         "must be a path like /services/data/v62.0, without a slash at the end"},
        {paragon_with(R"(,"integration":"a/b")"), "/tenants/acme/connection/integration",
         "must be a name, or custom/<integration id>"},
        {paragon_with(R"(,"credential":"password")"), "/tenants/acme/connection/credential",
         "must be one of: signed, uuid"},
        {R"({"tenants":{"a":{"connection":{"kind":"paragon","proxy_url":"https://x","project_id":"p","signing_key_env":"K"}}}})",
         "/tenants/a/users", "is missing: a paragon connection needs connected users"},
        {R"({"tenants":{"a":{"connection":{"kind":"paragon","proxy_url":"https://x","project_id":"p","signing_key_env":"K"},
            "users":{"u":{"connected_user":"x"}}}}})",
         "/tenants/a/users/u/credential_id", "is missing"},
    }));
    CAPTURE(text);
    const auto errors = errors_of(text);
    REQUIRE_FALSE(errors.empty());
    CHECK(errors[0].pointer == pointer);
    CHECK(errors[0].message == message);
}

TEST_CASE("a kind of connection is known where its provider is") {
    const auto result = parse_config(R"({"tenants":{"a":{"connection":{"kind":"direct"}}}})", "", {});
    REQUIRE_FALSE(result);
    CHECK(result.error()[0].message == "must be one of: org, paragon");
}

TEST_CASE("all mistakes are reported at once") {
    const auto errors =
        errors_of(R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"x"},"bugdet":{},"locale":7}}})");
    std::vector<std::string> pointers;
    for (const auto& error : errors) pointers.push_back(error.pointer);
    CHECK(pointers == std::vector<std::string>{"/tenants/a/connection/instance_url",
                                               "/tenants/a/connection/api_version", "/tenants/a/connection",
                                               "/tenants/a/locale", "/tenants/a/bugdet"});
}

TEST_CASE("a secret in the configuration is refused and not repeated") {
    const auto text = GENERATE(
        values<std::string>({paragon_with(R"(,"signing_key":"CANARY")"), paragon_with(R"(,"private_key":"CANARY")"),
                             R"({"tenants":{"a":{"connection":{"kind":"direct","instance_url":"https://x",
                                 "api_version":"62.0","access_token":"CANARY","access_token_env":"T"}}}})",
                             R"({"tenants":{"a":{"connection":{"access_token": CANARY}}}})"}));
    CAPTURE(text);
    const auto errors = errors_of(text);
    REQUIRE(errors.size() == 1);
    CHECK((errors[0].message ==
               "a secret never stands in the configuration: name a file (…_file) or a variable (…_env)" ||
           errors[0].message.rfind("is not JSON", 0) == 0));
    CHECK(errors[0].message.find("CANARY") == std::string::npos);
}

TEST_CASE("a configuration file that is not there, or is a folder, cannot be read") {
    const TemporaryFolder folder;
    for (const auto& file : {folder.path() / "absent.json", folder.path()}) {
        const auto result = load_config(file, {});
        REQUIRE_FALSE(result);
        CHECK(result.error()[0].message == "cannot be read");
    }
}

TEST_CASE("file names are taken from the folder of the configuration") {
    const TemporaryFolder folder;
    const auto file = folder.write("host.json", paragon_with(""));
    const auto config = load_config(file, {}).value();
    CHECK(std::get<ParagonConfig>(config.tenants[0].connection).signing_key.file == folder.path() / "key.pem");
}

}  // namespace alysio::sandbox::tenants
