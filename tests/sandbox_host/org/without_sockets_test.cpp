#include "sandbox_host/org/org.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <tuple>

using namespace alysio::sandbox::org;
using nlohmann::json;

namespace {

constexpr const char* noon = "2026-05-15T12:00:00.000+0000";

/// The demo org at a fixed time, with bytes that anybody can guess: no socket, no thread, no system behind it.
struct QuietOrg {
    QuietOrg() {
        OrgOptions options;
        options.time = [this] { return now; };
        options.random = [this](std::span<unsigned char> bytes) {
            std::generate(bytes.begin(), bytes.end(), [this] { return next_byte++; });
        };
        auto opened = Org::open(options);
        REQUIRE(opened);
        org = *std::move(opened);
        acme = org->connection().tenants.at("acme");
    }

    Response ask(const std::string& method, const std::string& path, const std::string& body = "") {
        Request request{method, "/services/data/v63.0" + path, {}, body};
        request.headers.emplace_back("Authorization", "Bearer " + acme.users.at("admin").access_token);
        auto reply = org->serve(acme.instance_url, request);
        REQUIRE(reply);
        return reply->response;
    }

    Instant now = *parse_datetime(noon);
    unsigned char next_byte = 0;
    std::unique_ptr<Org> org;
    OrgTenant acme;
};

}  // namespace

TEST_CASE("an org without sockets answers a query and creates a record at the time it is given") {
    QuietOrg quiet;
    const Response created =
        quiet.ask("POST", "/sobjects/Lead", R"({"LastName":"Quiet","Company":"Nobody","Status":"Open"})");
    REQUIRE(created.status == 201);
    const Response found = quiet.ask("GET", "/query?q=SELECT+Id,CreatedDate+FROM+Lead+WHERE+LastName='Quiet'");
    REQUIRE(found.status == 200);
    const json row = json::parse(found.body).at("records").at(0);
    CHECK(row.at("Id") == json::parse(created.body).at("id"));
    CHECK(row.at("CreatedDate") == noon);
}

TEST_CASE("the time of an org without sockets passes as it is told") {
    QuietOrg quiet;
    quiet.now += std::chrono::hours(24);
    REQUIRE(quiet.ask("POST", "/sobjects/Lead", R"({"LastName":"Later","Company":"Nobody"})").status == 201);
    const Response found =
        quiet.ask("GET", "/query?q=SELECT+Id+FROM+Lead+WHERE+LastName='Later'+AND+CreatedDate=TODAY");
    CHECK(json::parse(found.body).at("totalSize") == 1);
    const std::string control = quiet.org->connection().control_url;
    const auto path = control.rfind('/');
    const Request log{"GET", control.substr(path) + "/requests", {{"Host", "127.0.0.1"}}, ""};
    const auto reply = quiet.org->serve(control.substr(0, path), log);
    REQUIRE(reply);
    const json requests = json::parse(reply->response.body).at("requests");
    CHECK(requests.at(0).at("at") == "2026-05-16T12:00:00.000+0000");
}

TEST_CASE("two orgs of the same time and bytes are the same org") {
    QuietOrg one;
    QuietOrg other;
    const auto& token = one.acme.users.at("admin").access_token;
    CHECK(token == other.acme.users.at("admin").access_token);
    const std::string path = "/query?q=SELECT+Id,Name,CloseDate,CreatedDate+FROM+Opportunity";
    CHECK(one.ask("GET", path).body == other.ask("GET", path).body);
}

TEST_CASE("an org is not reached at addresses that it does not have") {
    QuietOrg quiet;
    CHECK_FALSE(quiet.org->serve("http://127.0.0.1:9999", {"GET", "/", {}, ""}));
    quiet.org->set_addresses(
        {7, "http://proxy", "http://control", {{"acme", "http://acme"}, {"globex", "http://globex"}}});
    CHECK_FALSE(quiet.org->serve(quiet.acme.instance_url, {"GET", "/services/data", {}, ""}));
    CHECK(quiet.org->serve("http://acme", {"GET", "/services/data", {}, ""})->response.status == 200);
    CHECK(quiet.org->connection().tenants.at("acme").instance_url == "http://acme");
    CHECK(quiet.org->serve("http://proxy", {"GET", "/projects/p", {}, ""})->response.status == 404);
}

TEST_CASE("what a request says in bytes that are no UTF-8 is answered in JSON all the same") {
    QuietOrg quiet;
    const std::string control = quiet.org->connection().control_url;
    const auto path = control.rfind('/');
    for (const auto& [method, target, body] :
         {std::tuple{"GET", "/\x8E", ""}, std::tuple{"\x8E", "/requests/x", ""},
          std::tuple{"PUT", "/profiles", "{\x8E}"}, std::tuple{"POST", "/faults", R"({"\u0000":1})"}}) {
        const auto reply =
            quiet.org->serve(control.substr(0, path), {method,
                                                       control.substr(path) + target,
                                                       {{"Host", "localhost"}, {"Content-Type", "application/json"}},
                                                       body});
        REQUIRE(reply);
        CHECK(reply->response.status >= 400);
        CHECK(reply->response.status < 500);
        CHECK(json::accept(reply->response.body));
    }
}
