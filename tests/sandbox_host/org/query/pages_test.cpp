#include "org.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using alysio::sandbox::org::testing::QueryOrg;
using nlohmann::json;
using namespace std::chrono_literals;

namespace {

std::string locator_of(const json& answer) {
    const std::string url = answer.at("nextRecordsUrl");
    return url.substr(url.rfind('/') + 1);
}

json page(QueryOrg& org, const std::string& locator) {
    const auto answer = org.queries.more(locator, org.context);
    if (!answer) FAIL(answer.error().message);
    return json::parse(*answer);
}

std::string code_of(QueryOrg& org, const std::string& locator) {
    const auto answer = org.queries.more(locator, org.context);
    return answer ? "accepted" : answer.error().code;
}

}  // namespace

TEST_CASE("a long answer comes in pages") {
    QueryOrg org;
    org.context.batch_size = 2;
    const json first = org.ask("SELECT Name, Owner.Name FROM Account ORDER BY Name DESC");
    CHECK(first["totalSize"] == 5);
    CHECK(first["done"] == false);
    CHECK(first["records"].size() == 2);
    CHECK_THAT(first["nextRecordsUrl"].get<std::string>(), Catch::StartsWith("/services/data/v63.0/query/0r8"));
    CHECK_THAT(first["nextRecordsUrl"].get<std::string>(), Catch::EndsWith("-2"));

    const json second = page(org, locator_of(first));
    CHECK(second["totalSize"] == 5);
    CHECK(second["records"][0]["Name"] == "Delta 50%");
    CHECK(second["records"][0]["Owner"]["Name"] == "Sam Sales");
    const json last = page(org, locator_of(second));
    CHECK(last["done"] == true);
    CHECK_FALSE(last.contains("nextRecordsUrl"));
    CHECK(last["records"].size() == 1);
    CHECK(page(org, locator_of(first)) == second);
}

TEST_CASE("a page has the rows the query found, with the values of now") {
    QueryOrg org;
    org.context.batch_size = 2;
    const json first = org.ask("SELECT Name FROM Contact WHERE Name LIKE '%' ORDER BY Name");
    org.execute("UPDATE Contact SET Name = 'Zoe' WHERE Name = 'Carl'");
    org.execute("UPDATE Contact SET IsDeleted = 1 WHERE Name = 'Nemo'");
    org.execute("INSERT INTO Contact (Id, Name) VALUES ('" + QueryOrg::id("003", 99) + "', 'Dora')");
    const json second = page(org, locator_of(first));
    CHECK(second["totalSize"] == 4);
    REQUIRE(second["records"].size() == 1);
    CHECK(second["records"][0]["Name"] == "Zoe");
}

TEST_CASE("children come in pages of their own") {
    QueryOrg org;
    org.context.batch_size = 1;
    const json first =
        org.ask("SELECT Name, (SELECT Name FROM Contacts ORDER BY Name) FROM Account WHERE Name = 'Acme'");
    const json contacts = first["records"][0]["Contacts"];
    CHECK(contacts["totalSize"] == 2);
    CHECK(contacts["done"] == false);
    CHECK(contacts["records"].size() == 1);
    const json rest = page(org, locator_of(contacts));
    CHECK(rest["done"] == true);
    CHECK(rest["records"][0]["Name"] == "Carl");
}

TEST_CASE("a locator is its user's alone, and ends") {
    QueryOrg org;
    org.context.batch_size = 2;
    const std::string locator = locator_of(org.ask("SELECT Id FROM Account"));
    SECTION("another user") {
        org.context.user_id = QueryOrg::id("005", 2);
        CHECK(code_of(org, locator) == "INVALID_QUERY_LOCATOR");
    }
    SECTION("with its session") {
        org.context.session = "the next one";
        CHECK(code_of(org, locator) == "INVALID_QUERY_LOCATOR");
    }
    SECTION("after fifteen idle minutes") {
        org.context.now += 14min;
        CHECK(code_of(org, locator) == "accepted");
        org.context.now += 14min;
        CHECK(code_of(org, locator) == "accepted");
        org.context.now += 16min;
        CHECK(code_of(org, locator) == "INVALID_QUERY_LOCATOR");
    }
    SECTION("as the oldest of more than ten") {
        for (int i = 0; i < 9; ++i) org.ask("SELECT Id FROM Account");
        CHECK(code_of(org, locator) == "accepted");
        org.ask("SELECT Id FROM Account");
        CHECK(code_of(org, locator) == "INVALID_QUERY_LOCATOR");
    }
    SECTION("when it is no locator") {
        const std::string wrong =
            GENERATE("", "-", "x", "0r8000000000001AAA", "0r8000000000001AAA-", "0r8000000000001AAA-x",
                     "0r8000000000001AAA-99999", "0r8000000000001AAA-99999999999999999999999");
        CHECK(code_of(org, wrong) == "INVALID_QUERY_LOCATOR");
    }
    SECTION("by force") {
        org.queries.expire_locators();
        CHECK(code_of(org, locator) == "INVALID_QUERY_LOCATOR");
    }
}

TEST_CASE("deleted rows that were asked for are there on later pages too") {
    QueryOrg org;
    org.context.batch_size = 5;
    const json first = org.ask("SELECT Name FROM Account ORDER BY Name ALL ROWS");
    CHECK(first["totalSize"] == 6);
    CHECK(page(org, locator_of(first))["records"].size() == 1);
}

TEST_CASE("the rows of children count towards a page") {
    QueryOrg org;
    org.context.batch_size = 4;
    const json first = org.ask("SELECT Name, (SELECT Id FROM Contacts) FROM Account ORDER BY Name");
    REQUIRE(first["records"].size() == 2);  // Acme with two contacts, then Beta with one
    CHECK(first["records"][1]["Contacts"]["records"].size() == 1);
    const json second = page(org, locator_of(first));
    CHECK(second["done"] == true);
    CHECK(second["records"].size() == 3);
}

TEST_CASE("pages can be made smaller at random, the same way for the same seed") {
    QueryOrg org;
    org.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 996) "
        "INSERT INTO Contact (Id, Name) SELECT printf('003%012dAAA', i + 1000), printf('C%04d', i) FROM n");
    org.context.batch_size = 100;
    const auto walk = [&](unsigned percent, std::uint64_t seed) {
        org.context.page_shrink = {percent, seed};
        std::vector<std::size_t> sizes;
        std::string names;
        for (json answer = org.ask("SELECT Name FROM Contact ORDER BY Id");;) {
            CHECK(answer["totalSize"] == 1000);
            sizes.push_back(answer["records"].size());
            for (const json& record : answer["records"]) names += record["Name"].get<std::string>() + " ";
            if (answer["done"] == true) return std::pair(sizes, names);
            const std::string locator = locator_of(answer);
            CHECK(page(org, locator) == page(org, locator));
            answer = page(org, locator);
        }
    };
    const auto [plain_sizes, all] = walk(0, 7);
    CHECK(plain_sizes == std::vector<std::size_t>(10, 100));
    const auto [sizes, names] = walk(50, 7);
    CHECK(names == all);
    CHECK(sizes.size() > 12);
    CHECK(*std::max_element(sizes.begin(), sizes.end()) == 100);
    CHECK(*std::min_element(sizes.begin(), sizes.end()) > 0);
    CHECK(walk(50, 7).first == sizes);
    CHECK(walk(50, 8).first != sizes);
}

TEST_CASE("a page whose rows are all gone is empty, and the next one goes on") {
    QueryOrg org;
    org.context.batch_size = 2;
    const json first = org.ask("SELECT Name FROM Account ORDER BY Name");
    org.execute("UPDATE Account SET IsDeleted = 1 WHERE Name IN ('Delta 50%', 'Gamma')");
    const json second = page(org, locator_of(first));
    CHECK(second["records"].empty());
    CHECK(second["done"] == false);
    CHECK(page(org, locator_of(second))["records"][0]["Name"] == "Élan_x");
}
