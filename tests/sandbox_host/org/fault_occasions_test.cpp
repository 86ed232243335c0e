// When a fault strikes, what is counted, and how it gets there. faults_test.cpp shows what it does.
#include "sandbox_host/org/config/tenants_file.hpp"
#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <algorithm>
#include <fstream>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

TEST_CASE("a fault meets the requests it names, as often as it says") {
    const RunningOrg org;
    org.control("POST", "/faults",
                {{"method", "GET"},
                 {"path", "/limits"},
                 {"user", "admin"},
                 {"via", "instance"},
                 {"times", 2},
                 {"skip", 1},
                 {"status", 503},
                 {"body", "<html>maintenance</html>"},
                 {"headers", {{"Retry-After", "7"}}}});
    CHECK(org.call("GET", "/limits").status == 200);
    CHECK(org.call("GET", "/sobjects").status == 200);
    CHECK(org.call("GET", "/limits", "", {}, "rep").status == 200);
    const HttpAnswer faulty = org.call("GET", "/limits");
    CHECK(faulty.status == 503);
    CHECK(faulty.body == "<html>maintenance</html>");
    CHECK(faulty.headers.at("retry-after") == "7");
    CHECK(org.call("GET", "/limits").status == 503);
    CHECK(org.call("GET", "/limits").status == 200);
    const json faults = org.control("GET", "/faults");
    CHECK(faults["faults"] == 0);
    CHECK(faults["list"][0]["matched"] == 3);
    CHECK(faults["list"][0]["struck"] == 2);
    CHECK(faults["list"][0]["spent"] == true);
    CHECK(faults["list"][0]["fault"]["skip"] == 1);
}

TEST_CASE("a fault that lets a request pass leaves it to the next one") {
    const RunningOrg org;
    org.control("POST", "/faults",
                {{{"status", 500}, {"skip", 1}, {"times", -1}}, {{"status", 503}}, {{"status", 502}}});
    CHECK(org.call("GET", "/limits").status == 503);
    CHECK(org.call("GET", "/limits").status == 500);
    CHECK(org.call("GET", "/limits").status == 500);
}

TEST_CASE("the same seed gives the same sequence, another seed another") {
    const RunningOrg org;
    const auto sequence = [&](int seed) {
        org.control("DELETE", "/faults");
        org.control("POST", "/faults", {{"probability", 0.3}, {"seed", seed}, {"times", -1}, {"status", 503}});
        std::string statuses;
        for (int i = 0; i < 60; ++i) statuses += org.call("GET", "/limits").status == 503 ? 'x' : '.';
        return statuses;
    };
    const std::string first = sequence(42);
    CHECK(first == sequence(42));
    CHECK(first != sequence(43));
    const auto struck = std::count(first.begin(), first.end(), 'x');
    CHECK(struck > 5);
    CHECK(struck < 35);
}

TEST_CASE("requests are counted with the bytes that they got") {
    const RunningOrg org;
    const HttpAnswer reply = org.call("GET", "/limits");
    org.control("POST", "/faults", {{"drop", "during"}, {"cut_after", 10}});
    org.call("GET", "/limits");
    const json log = org.control("GET", "/requests");
    CHECK(log["bytes"] == reply.body.size() + 10);
    CHECK(log["requests"][0]["bytes"] == reply.body.size());
    CHECK(log["requests"][0]["fault_number"] == 0);
    CHECK(log["requests"][1]["bytes"] == 10);
    CHECK(log["requests"][1]["fault_number"] == 1);
}

TEST_CASE("faults may be there from the start: in the tenants file and in one of their own") {
    const auto folder = std::filesystem::temp_directory_path() / ("org_faults_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto write = [&](const char* name, const json& content) { std::ofstream(folder / name) << content.dump(); };
    for (const auto& [path, text] : demo_files()) {
        std::filesystem::create_directories((folder / path).parent_path());
        std::ofstream(folder / path) << text;
    }
    OrgServerOptions options;
    options.tenants_file = folder / "tenants.json";
    options.faults_file = folder / "faults.json";
    json tenants = json::parse(demo_files().at("tenants.json"));
    tenants["faults"] = {{{"status", 503}}};
    write("tenants.json", tenants);
    write("faults.json", {{"error", "session_expired"}});
    {
        const RunningOrg org(options);
        CHECK(org.call("GET", "/limits").status == 503);
        CHECK(org.call("GET", "/limits").status == 401);
        CHECK(org.call("GET", "/limits").status == 200);
    }
    write("faults.json", {{{"status", 503}}, {{"status", "busy"}}});
    CHECK(OrgServer::start(options).error().message ==
          (folder / "faults.json").string() + ": fault 2: \"status\" is a number from 200 to 599, not \"busy\"");
    tenants["faults"] = {{{"drop", true}}};
    write("tenants.json", tenants);
    CHECK(OrgServer::start(options).error().message ==
          "the tenants file, \"faults\": fault 1: \"drop\" is a text, not true");
    options.faults_file = folder / "missing.json";
    write("tenants.json", json::parse(demo_files().at("tenants.json")));
    CHECK(OrgServer::start(options).error().message == "can't read " + (folder / "missing.json").string());
    std::filesystem::remove_all(folder);
}
