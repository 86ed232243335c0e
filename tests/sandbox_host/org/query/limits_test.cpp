#include "org.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using alysio::sandbox::org::testing::QueryOrg;

namespace {

std::string repeated(const std::string& text, std::size_t times, const std::string& separator = "") {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += (i == 0 ? "" : separator) + text;
    return all;
}

}  // namespace

TEST_CASE("a string in a condition has at most 4,000 characters") {
    QueryOrg org;
    const std::string where = GENERATE("Name = 'X'", "Name IN ('X')", "Name LIKE 'X'");
    const auto with = [&](const std::string& letter, std::size_t length) {
        std::string condition = where;
        return org.code("SELECT Id FROM Account WHERE " +
                        condition.replace(condition.find('X'), 1, repeated(letter, length)));
    };
    CHECK(with("x", 4000) == "accepted");
    CHECK(with("é", 4000) == "accepted");
    CHECK(with("x", 4001) == "MALFORMED_QUERY");
}

TEST_CASE("a query has at most 100,000 characters, whatever they weigh") {
    QueryOrg org;
    const std::string text =
        "SELECT Id FROM Account WHERE Name IN (" + repeated("'" + repeated("é", 3990) + "'", 25, ",") + ")";
    CHECK(org.code(text) == "accepted");
    CHECK(org.sentence(text + repeated(" ", 300)) == "SOQL statements cannot be longer than 100000 characters.");
}

TEST_CASE("with OFFSET, even OFFSET 0, a result ends after two thousand rows") {
    QueryOrg org;
    org.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
        "INSERT INTO Contact (Id, Name) SELECT printf('003%012dAAA', i + 1000), printf('C%d', i) FROM n");
    CHECK(org.ask("SELECT Id FROM Contact")["totalSize"] == 3004);
    CHECK(org.ask("SELECT Id FROM Contact LIMIT 2500")["totalSize"] == 2500);
    CHECK(org.ask("SELECT Id FROM Contact LIMIT 2500 OFFSET 0")["totalSize"] == 2000);
    CHECK(org.ask("SELECT Id FROM Contact OFFSET 2000")["totalSize"] == 1004);
}

TEST_CASE("a query goes through at most 55 parents") {
    struct Place {
        std::string path;
        bool is_account;
    };
    const auto query = [](std::size_t parents) {
        std::vector<Place> places = {{"", true}};
        for (std::size_t i = 0; places.size() <= parents; ++i) {
            const Place from = places[i];
            places.push_back({from.path + (from.is_account ? "Parent." : "Manager."), from.is_account});
            for (const char* user : {"CreatedBy.", "LastModifiedBy."}) places.push_back({from.path + user, false});
        }
        std::string fields = "Id";
        for (std::size_t i = 1; i <= parents; ++i) fields += ", " + places[i].path + "Id";
        return "SELECT " + fields + " FROM Account";
    };
    QueryOrg org;
    CHECK(org.code(query(55)) == "accepted");
    CHECK_THAT(org.sentence(query(56)), Catch::Contains("at most 55 child-to-parent relationships"));
}

TEST_CASE("a query has at most twenty child queries, at all levels together") {
    const auto query = [](const std::string& contacts) {
        const std::string level =
            "(SELECT " + contacts + " FROM Contacts), (SELECT Id FROM Opportunities), (SELECT Id FROM Tasks)";
        std::string children = level;
        for (int i = 0; i < 3; ++i) children = level + ", (SELECT Id, " + children + " FROM ChildAccounts)";
        return "SELECT Id, " + children + " FROM Account";
    };
    QueryOrg org;
    CHECK(org.code(query("Id")) == "accepted");                          // 15
    CHECK(org.code(query("(SELECT Id FROM Tasks), Id")) == "accepted");  // 19
    const std::string deeper = query("(SELECT Id FROM Tasks), Id");
    std::string opportunities = deeper;
    for (std::size_t at = 0; (at = opportunities.find("SELECT Id FROM Opportunities", at)) != std::string::npos;
         at += 10)
        opportunities.insert(at + 7, "(SELECT Id FROM Tasks), ");
    CHECK_THAT(org.sentence(opportunities), Catch::Contains("at most 20 child queries"));  // 23
}

TEST_CASE("EntityDefinition is answered as one page or not at all") {
    QueryOrg org;
    org.execute("INSERT INTO EntityDefinition (Id, QualifiedApiName) VALUES ('3', 'Contact'), ('4', 'Task')");
    org.context.batch_size = 3;
    CHECK(org.ask("SELECT QualifiedApiName FROM EntityDefinition")["totalSize"] == 3);
    org.context.batch_size = 2;
    CHECK(org.code("SELECT QualifiedApiName FROM EntityDefinition") == "EXCEEDED_ID_LIMIT");
    CHECK(org.sentence("SELECT QualifiedApiName FROM EntityDefinition") ==
          "EntityDefinition does not support queryMore(), use LIMIT to restrict the results to a single batch");
    CHECK(org.ask("SELECT QualifiedApiName FROM EntityDefinition LIMIT 2")["done"] == true);
}

TEST_CASE("no limit of SQLite is ever an internal error") {
    QueryOrg org;
    const auto code = [&](const std::string& text) {
        REQUIRE(text.size() <= 100'000);
        return org.code(text);
    };
    const std::string from = "SELECT Id FROM Account WHERE ";
    SECTION("many terms") {
        CHECK(code(from + repeated("Id = null", 7000, " OR ")) == "accepted");
        CHECK(code(from + repeated("CreatedDate=TODAY", 4700, " OR ")) == "accepted");
        CHECK(code(from + repeated("Vip__c=true", 5000, " AND ")) == "accepted");
        CHECK(code(from + repeated("(NOT Name='a')", 5000, " OR ")) == "accepted");
    }
    SECTION("long lists") {
        CHECK(code(from + "Id IN (" + repeated("'001000000000001'", 5500, ",") + ")") == "accepted");
        CHECK(code(from + "NumberOfEmployees IN (" + repeated("1", 49'000, ",") + ")") == "accepted");
        CHECK(code(from + "CreatedDate IN (" + repeated("TODAY", 16'000, ",") + ")") == "accepted");
        CHECK(code(from + "Tags__c INCLUDES (" + repeated("'a;b'", 15'000, ",") + ")") == "accepted");
        CHECK(code(from + "Industry IN (" + repeated("null", 19'000, ",") + ")") == "accepted");
    }
    SECTION("many columns") {
        std::string aggregates = "COUNT(Id) a0";
        for (int i = 1; i < 2500; ++i) aggregates += ", MAX(Name) a" + std::to_string(i);
        CHECK(code("SELECT " + aggregates + " FROM Account") == "QUERY_TOO_COMPLICATED");
        CHECK(code("SELECT Industry FROM Account GROUP BY Industry, " + repeated("Name", 3000, ", ")) ==
              "QUERY_TOO_COMPLICATED");
    }
    SECTION("nesting") {
        const std::string deep = repeated("(", 49'000) + "Id = null" + repeated(")", 49'000);
        CHECK(code(from + deep) == "QUERY_TOO_COMPLICATED");
        CHECK(code(from + repeated("NOT ", 24'000) + "Id = null") == "QUERY_TOO_COMPLICATED");
        CHECK(code(from + repeated("Id IN (" + from, 2'500)) == "QUERY_TOO_COMPLICATED");
        CHECK(code("SELECT " + repeated("FORMAT(", 10'000)) == "MALFORMED_QUERY");
        CHECK(code(repeated("SELECT (", 9'000)) == "MALFORMED_QUERY");
        CHECK(code("SELECT " + repeated("a.", 49'000) + "b FROM Account") == "INVALID_FIELD");
    }
    SECTION("patterns that match in many ways") {
        org.execute("UPDATE Account SET Name = '" + std::string(255, 'a') + "' WHERE Name = 'Acme'");
        CHECK(code(from + "Name LIKE '" + repeated("%a_", 1300) + "'") == "accepted");
    }
}
