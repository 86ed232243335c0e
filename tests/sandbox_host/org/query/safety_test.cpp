#include "org.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

using alysio::sandbox::org::testing::QueryOrg;

namespace {

/// All SQL that a database is given, statement by statement.
class Tap {
  public:
    explicit Tap(QueryOrg& org) : connection_(org.database.handle()) {
        const auto listen = [](unsigned, void* tap, void* statement, void*) {
            if (const char* sql = sqlite3_sql(static_cast<sqlite3_stmt*>(statement)))
                static_cast<Tap*>(tap)->seen.emplace_back(sql);
            return 0;
        };
        sqlite3_trace_v2(connection_, SQLITE_TRACE_STMT, listen, this);
    }
    Tap(const Tap&) = delete;
    Tap& operator=(const Tap&) = delete;
    ~Tap() { sqlite3_trace_v2(connection_, 0, nullptr, nullptr); }

    bool saw(const std::string& text) const {
        for (const std::string& sql : seen)
            if (Catch::Contains(text, Catch::CaseSensitive::No).match(sql)) return true;
        return false;
    }

    std::vector<std::string> seen;

  private:
    sqlite3* connection_;
};

}  // namespace

TEST_CASE("no literal, alias or spelling of a query is in the SQL it becomes") {
    const std::string text = GENERATE(
        "SELECT Id FROM Account WHERE Name = 'canary'", "SELECT Id FROM Account WHERE Name LIKE '%canary%'",
        "SELECT Id FROM Account WHERE Name IN ('canary', 'canary2')",
        "SELECT Id FROM Account WHERE Code__c LIKE 'canary'",
        "SELECT Id FROM Account WHERE Tags__c INCLUDES ('canary;b')",
        "SELECT Id FROM Account WHERE toLabel(Industry) = 'canary'",
        "SELECT COUNT(Id) canary FROM Account GROUP BY Industry HAVING MAX(Name) > 'canary'",
        "SELECT canary.Name FROM Account canary WHERE canary.Name != 'x' ORDER BY canary.Name",
        "SELECT canary.Name FROM Contact c, c.Account canary", "SELECT toLabel(Industry) canary FROM Account",
        "SELECT Id, (SELECT Id FROM Contacts canary WHERE Name = 'canary') FROM Account",
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE Email = 'canary')",
        "SELECT DISTANCE(BillingAddress, GEOLOCATION(4711.5, 4711.5), 'km') canary FROM Account",
        "SELECT Name FROM Account WHERE NumberOfEmployees = 4711 OR AnnualRevenue > 4711.5 LIMIT 4711 OFFSET 1711",
        "SELECT Id FROM Account WHERE CreatedDate > 4711-01-01T00:00:00Z",
        "SELECT Id FROM Deal__c WHERE Amount__c > USD4711");
    QueryOrg org;
    INFO(text);
    const Tap tap(org);
    REQUIRE(org.code(text) == "accepted");
    REQUIRE(tap.saw("SELECT"));
    CHECK_FALSE(tap.saw("canary"));
    CHECK_FALSE(tap.saw("4711"));
}

TEST_CASE("identifiers have the schema's spelling in SQL") {
    QueryOrg org;
    const Tap tap(org);
    CHECK(org.column("SELECT nAmE FROM aCCounT WHERE iNdUstRy = 'Banking' ORDER BY oWneR.nAmE") == "Beta");
    for (const std::string& sql : tap.seen)
        for (const char* spelling : {"nAmE", "aCCounT", "iNdUstRy", "oWneR"})
            CHECK_THAT(sql, !Catch::Contains(spelling));
}

TEST_CASE("what would be SQL is no SOQL") {
    const std::string text = GENERATE(
        "SELECT Id FROM Account; DROP TABLE Account", "SELECT Id FROM Account -- comment",
        "SELECT Id /* x */ FROM Account", "SELECT Id FROM Account WHERE Name = \"x\"", "SELECT \"Id\" FROM Account",
        "SELECT [Id] FROM Account", "SELECT `Id` FROM Account", "SELECT Id FROM Account WHERE Name = 'x' || 'y'",
        "SELECT Id FROM Account UNION SELECT Id FROM User", "SELECT Id FROM Account WHERE 1 = 1",
        "SELECT * FROM Account", "SELECT Id FROM Account WHERE Name = ?1", "SELECT Id FROM Account WHERE Name = :name",
        "SELECT \u00CCd FROM Account", "SELECT I\u0435 FROM Account",
        "SELECT Id FROM Account WHERE Name = 'x' COLLATE BINARY", "SELECT Id FROM Account LIMIT 1, 2",
        "SELECT Id FROM Account LIMIT (SELECT 1)", "SELECT sqlite_version() FROM Account",
        "SELECT load_extension('x') FROM Account", "SELECT soql_local(CreatedDate) FROM Account", "PRAGMA table_list",
        "SELECT Id FROM Account WHERE Name = 'x\\'");
    QueryOrg org;
    INFO(text);
    const Tap tap(org);
    CHECK(org.code(text) == "MALFORMED_QUERY");
    CHECK(tap.seen.empty());
    CHECK(org.ask("SELECT Id FROM Account")["totalSize"] == 5);
}

TEST_CASE("a NUL is a character like any other in a string, and none outside") {
    using namespace std::string_literals;
    QueryOrg org;
    CHECK(org.code("SELECT Id FROM Account\0 WHERE Name = 'x'"s) == "MALFORMED_QUERY");
    CHECK(org.column("SELECT Name FROM Account WHERE Name = 'Acme\0'"s).empty());
    CHECK(org.column("SELECT Name FROM Account WHERE Name LIKE 'Acme\0%'"s).empty());
    CHECK(org.column("SELECT Name FROM Account WHERE Name IN ('Acme\0', 'Beta')"s) == "Beta");
    CHECK(org.column("SELECT Name FROM Account WHERE Name = 'Acme\\u0000'").empty());
}

TEST_CASE("common filters use an index") {
    const auto [where, index] = GENERATE(table<std::string, std::string>({
        {"Id = '003000000000001'", "sqlite_autoindex_Contact_1"},
        {"AccountId = '001000000000001'", "Contact.AccountId"},
        {"AccountId IN ('001000000000001', '001000000000002')", "Contact.AccountId"},
        {"OwnerId = '005000000000001'", "Contact.OwnerId"},
        {"OwnerId = '005000000000001' AND Email != null", "Contact.OwnerId"},
    }));
    QueryOrg org;
    const Tap tap(org);
    org.ask("SELECT Name, Account.Name FROM Contact WHERE " + where);
    auto explanation = org.database.prepare("EXPLAIN QUERY PLAN " + tap.seen.at(0));
    REQUIRE(explanation.step());
    CHECK_THAT(std::string(explanation.text(3)), Catch::StartsWith("SEARCH t0 USING INDEX " + index));
}
