// What really went over the wire, as the org saw it.

#include "test_sandbox.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

using alysio::e2e::fetch;
using alysio::e2e::Finished;
using alysio::e2e::Json;
using alysio::e2e::program;
using alysio::e2e::TestSandbox;

namespace {

namespace fs = std::filesystem;

std::string control(const std::string& path) {
    return TestSandbox::get().org()["control_url"].get<std::string>() + path;
}

/// How many requests the org has seen so far.
uint64_t seen() {
    return Json::parse(fetch(control("/requests?tenant=nobody")).body)["count"];
}

/// Those that came after the first `since`.
Json requests_after(uint64_t since) {
    return Json::parse(fetch(control("/requests?since=" + std::to_string(since))).body)["requests"];
}

int64_t leads() {
    return Json::parse(fetch(control("/records")).body)["acme"]["Lead"];
}

void add_fault(const Json& fault) {
    const Finished posted = alysio::e2e::run({"curl", "-sf", "--json", fault.dump(), control("/faults")});
    REQUIRE(posted.exit_code == 0);
}

std::string everything_in(const fs::path& folder) {
    std::ostringstream all;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file())
            all << entry.path() << '\n' << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    }
    return all.str();
}

fs::path write_file(const std::string& name, const std::string& text) {
    const fs::path path = fs::path(TestSandbox::get().folder()) / name;
    std::ofstream(path) << text;
    return path;
}

const Json count_accounts{{"query", "SELECT COUNT() FROM Account"}};

}  // namespace

TEST_CASE("every tenant's requests carry that tenant's credential and no other, however many run at once") {
    const Json& tenants = TestSandbox::get().org()["tenants"];
    REQUIRE(tenants.size() >= 2);
    const uint64_t before = seen();
    std::vector<std::thread> callers;
    for (int round = 0; round < 4; ++round) {
        for (const auto& tenant : tenants.items()) {
            callers.emplace_back([name = tenant.key()] {
                TestSandbox::get().call("salesforce_run_soql_query", count_accounts, {"--tenant", name});
            });
        }
    }
    for (std::thread& caller : callers) caller.join();

    std::map<std::string, int> calls;
    for (const Json& request : requests_after(before)) {
        CAPTURE(request.dump());
        const Json& tenant = tenants[request["tenant"].get<std::string>()];
        const Json& user = tenant["users"][request["user"].get<std::string>()];
        CHECK(request["via"] == "proxy");
        CHECK(request["credential"] == user["credential"]);
        CHECK(request["status"] == 200);
        if (request["target"].get<std::string>().find("COUNT") != std::string::npos) ++calls[request["tenant"]];
    }
    for (const auto& tenant : tenants.items()) CHECK(calls[tenant.key()] == 4);
}

TEST_CASE("a POST whose answer is lost is one record and outcome_unknown, never a second POST") {
    add_fault({{"method", "POST"}, {"path", "/sobjects/Lead"}, {"drop", "after"}});
    const uint64_t before = seen();
    const int64_t leads_before = leads();
    const Finished finished =
        TestSandbox::get().call("salesforce_create_record",
                                {{"object_name", "Lead"}, {"fields", {{"LastName", "Lost"}, {"Company", "Reply"}}}});
    INFO(finished.out << finished.err);
    CHECK(finished.exit_code == 1);
    const Json error = finished.json()["error"];
    CHECK(error["code"] == "outcome_unknown");
    CHECK(error["outcome"] == "unknown");
    CHECK(error["guidance"].get<std::string>().find("SELECT") != std::string::npos);
    CHECK(leads() == leads_before + 1);
    int posts = 0;
    for (const Json& request : requests_after(before)) posts += request["method"] == "POST" ? 1 : 0;
    CHECK(posts == 1);
}

TEST_CASE("nothing is deleted, whatever the arguments try") {
    const uint64_t before = seen();
    const std::string id = TestSandbox::get().id_of("SELECT Id FROM Lead LIMIT 1");
    const std::vector<Json> attempts{
        {{"object_name", "Lead/" + id + "?_HttpMethod=DELETE"}, {"record_id", id}, {"fields", {{"LastName", "x"}}}},
        {{"object_name", "../composite"}, {"record_id", id}, {"fields", {{"LastName", "x"}}}},
        {{"object_name", "Lead"}, {"record_id", id + "?_HttpMethod=DELETE"}, {"fields", {{"LastName", "x"}}}}};
    for (const Json& arguments : attempts) {
        const Finished finished = TestSandbox::get().call("salesforce_update_record", arguments);
        INFO(finished.out);
        CHECK(finished.exit_code == 1);
        CHECK(finished.json()["error"]["code"] == "invalid_arguments");
    }
    for (const Json& request : requests_after(before)) {
        CHECK(request["method"] == "GET");
        CHECK(request["target"].get<std::string>().find("_HttpMethod") == std::string::npos);
    }
}

TEST_CASE("no token or key appears in a result, a log or a file") {
    const Json& tenant = TestSandbox::get().org()["tenants"]["acme"];
    const std::string canary = tenant["users"]["admin"]["access_token"];
    REQUIRE(canary.size() > 10);
    const Json config{{"tenants",
                       {{"direct",
                         {{"connection",
                           {{"kind", "direct"},
                            {"instance_url", tenant["instance_url"]},
                            {"access_token_env", "CANARY_TOKEN"},
                            {"api_version", "63.0"}}}}}}}};
    const fs::path file = write_file("direct.json", config.dump());
    const fs::path artifacts = fs::path(TestSandbox::get().folder()) / "canary-artifacts";
    std::string told;
    for (const char* query : {"SELECT Id, Name FROM Account", "SELECT Nmae FROM Account"}) {
        const Finished finished = TestSandbox::get().sandbox(
            {"call", "salesforce_run_soql_query", Json{{"query", query}, {"output", "file"}}.dump(), "--json",
             "--config", file.string(), "--artifacts", artifacts.string(), "--log-level", "trace"},
            {{"CANARY_TOKEN", canary}});
        told += finished.out + finished.err;
    }
    CHECK(told.find("file") != std::string::npos);
    CHECK(told.find(canary) == std::string::npos);
    CHECK(told.find("PRIVATE KEY") == std::string::npos);
    CHECK(everything_in(artifacts).find("Name") != std::string::npos);
    CHECK(everything_in(artifacts).find(canary) == std::string::npos);
}

TEST_CASE("a credential of another tenant opens nothing") {
    const Json& org = TestSandbox::get().org();
    const Json& acme = org["tenants"]["acme"]["users"]["admin"];
    const Json& globex = org["tenants"]["globex"]["users"].front();
    Json acme_config;
    acme_config["connection"] = {{"kind", "paragon"},
                                 {"proxy_url", org["proxy_url"]},
                                 {"project_id", org["project_id"]},
                                 {"signing_key_file", org["private_key_file"]},
                                 {"credential", GENERATE("signed", "uuid")}};
    acme_config["users"]["admin"] = {{"connected_user", acme["connected_user"]},
                                     {"credential_id", globex["credential"]}};
    const Json config{{"tenants", {{"acme", acme_config}}}};
    const fs::path file = write_file("foreign.json", config.dump());
    const Finished finished =
        TestSandbox::get().call("salesforce_run_soql_query", count_accounts, {"--config", file.string()});
    INFO(finished.out << finished.err);
    CHECK(finished.exit_code == 1);
    CHECK_FALSE(finished.json().contains("total_size"));
    CHECK(finished.json()["error"]["code"] == "reconnect_required");
}

TEST_CASE("the plugin runs in a host of plain C that knows no C++") {
    const Json& tenant = TestSandbox::get().org()["tenants"]["acme"];
    const std::string account = TestSandbox::get().id_of("SELECT Id FROM Account LIMIT 1");
    const Finished finished =
        alysio::e2e::run({program("c_host"), program("alysio_salesforce.so"),
                          tenant["instance_url"].get<std::string>() + "/services/data/v63.0", "salesforce_get_record",
                          Json{{"object_name", "Account"}, {"record_id", account}}.dump()},
                         {{"C_HOST_TOKEN", tenant["users"]["admin"]["access_token"]}});
    INFO(finished.out << finished.err);
    CHECK(finished.exit_code == 0);
    CHECK(finished.json()["id"] == account);
}
