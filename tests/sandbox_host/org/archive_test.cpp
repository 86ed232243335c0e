#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

std::string create(const RunningOrg& org, const std::string& object, const json& body) {
    return org.call("POST", "/sobjects/" + object, body.dump()).document()["id"];
}

// Whether a query and one for all rows find the record.
std::pair<bool, bool> found(const RunningOrg& org, const std::string& object, const std::string& id) {
    const std::string soql = url_encoded("SELECT Id FROM " + object + " WHERE Id = '" + id + "'");
    const auto finds = [&](const char* resource) {
        return org.call("GET", resource + ("?q=" + soql)).document()["totalSize"] == 1;
    };
    return {finds("/query"), finds("/queryAll")};
}

const std::pair<bool, bool> live{true, true};
const std::pair<bool, bool> archived{false, true};

}  // namespace

TEST_CASE("activities of more than a year ago are archived: only a query for all rows finds them") {
    const RunningOrg org;
    org.control("PUT", "/clock", {{"now", "2026-05-15T12:00:00Z"}});
    const std::string event =
        create(org, "Event", {{"StartDateTime", "2026-05-14T10:00:00Z"}, {"DurationInMinutes", 30}});
    const std::string done = create(org, "Task", {{"Status", "Completed"}, {"ActivityDate", "2026-05-14"}});
    const std::string undated = create(org, "Task", {{"Status", "Completed"}});
    const std::string open = create(org, "Task", {{"Status", "Not Started"}, {"ActivityDate", "2026-05-14"}});
    for (const std::string& id : {done, undated, open}) CHECK(found(org, "Task", id) == live);
    CHECK(found(org, "Event", event) == live);

    org.control("PUT", "/clock", {{"now", "2027-05-14T23:00:00Z"}});
    CHECK(found(org, "Event", event) == archived);
    CHECK(found(org, "Task", done) == archived);
    CHECK(found(org, "Task", undated) == live);
    CHECK(found(org, "Task", open) == live);

    org.control("PUT", "/clock", {{"now", "2027-05-16T12:00:00Z"}});
    CHECK(found(org, "Task", undated) == archived);
    CHECK(found(org, "Task", open) == live);
    CHECK(org.query("SELECT Id FROM Task WHERE Id = '" + done + "' ALL ROWS")["totalSize"] == 1);
    CHECK(org.call("GET", "/sobjects/Task/" + done).document()["IsArchived"] == true);

    org.control("PUT", "/clock", {{"now", "2026-05-15T12:00:00Z"}});
    CHECK(found(org, "Task", done) == live);
}

TEST_CASE("children of a record that are archived are not among its activities") {
    const RunningOrg org;
    org.control("PUT", "/clock", {{"now", "2026-05-15T12:00:00Z"}});
    const std::string account = create(org, "Account", {{"Name", "Old friends"}});
    create(org, "Task", {{"Status", "Completed"}, {"ActivityDate", "2026-05-14"}, {"WhatId", account}});
    const std::string soql = "SELECT (SELECT Id FROM Tasks) FROM Account WHERE Id = '" + account + "'";
    CHECK(org.query(soql)["records"][0]["Tasks"]["totalSize"] == 1);
    org.control("PUT", "/clock", {{"now", "2027-06-01T12:00:00Z"}});
    CHECK(org.query(soql)["records"][0]["Tasks"].is_null());
}
