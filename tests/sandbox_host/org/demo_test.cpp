#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

TEST_CASE("the demo always has something to show for the questions the product exists for") {
    const RunningOrg org;
    const std::vector<std::string> questions = {
        "SELECT Name, ARR__c FROM Account WHERE ARR__c != null ORDER BY ARR__c DESC NULLS LAST LIMIT 10",
        "SELECT Id FROM Opportunity WHERE IsClosed = false AND CloseDate = THIS_QUARTER",
        "SELECT Id, Name, StageName FROM Opportunity WHERE IsClosed = false AND CloseDate = THIS_MONTH",
        "SELECT StageName, COUNT(Id) FROM Opportunity WHERE CloseDate = THIS_MONTH GROUP BY StageName",
        "SELECT Id, Name, Account.Name FROM Opportunity WHERE IsClosed = false ORDER BY Amount DESC LIMIT 10",
        "SELECT Id FROM Opportunity WHERE IsClosed = false AND CloseDate = NEXT_N_MONTHS:3",
        "SELECT Id FROM Opportunity WHERE IsWon = true AND CloseDate = LAST_N_DAYS:365",
        "SELECT Id FROM Task WHERE IsClosed = false AND ActivityDate >= TODAY",
        "SELECT Id FROM Event WHERE StartDateTime = NEXT_N_DAYS:30",
        "SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Name = 'Northwind Foods'",
        "SELECT Id, (SELECT Id FROM Milestones__r) FROM Project__c",
        "SELECT Id FROM Case WHERE IsClosed = false AND Priority = 'High'",
        "SELECT QualifiedApiName, Label FROM EntityDefinition WHERE Label LIKE '%Project%'",
        "SELECT Id, Name, TimeZoneSidKey FROM Organization",
        "SELECT Id, Name, TimeZoneSidKey, LocaleSidKey FROM User WHERE IsActive = true",
    };
    for (const std::string& soql : questions) {
        INFO(soql);
        const json page = org.query(soql);
        REQUIRE(page.is_object());
        CHECK(page["totalSize"] > 0);
    }
}

TEST_CASE("open opportunities stand at every stage") {
    const RunningOrg org;
    const json stages = org.query("SELECT StageName FROM Opportunity WHERE IsClosed = false GROUP BY StageName");
    CHECK(stages["totalSize"] == 8);
}

TEST_CASE("names with quotes, accents and emoji are found as they are written") {
    const RunningOrg org;
    for (const std::string name : {"O\\'Reilly & Daughters Castings", "東京精密ロボティクス", "Mile High Solar ☀️",
                                   "SCHWÄBISCHE pressenwerke", "Robert\\'); DROP TABLE Students;-- School Supplies"}) {
        INFO(name);
        CHECK(org.query("SELECT Id FROM Account WHERE Name = '" + name + "'")["totalSize"] == 1);
    }
}

TEST_CASE("globex has several currencies, acme has one") {
    const RunningOrg org;
    const std::string q = "/query?q=" + url_encoded("SELECT DefaultCurrencyIsoCode FROM Organization");
    CHECK(org.call("GET", q).error_code() == "INVALID_FIELD");
    CHECK(org.call("GET", q, "", {}, "admin", "globex").document()["records"][0]["DefaultCurrencyIsoCode"] == "EUR");
}

TEST_CASE("growing is repeatable and keeps the demo's own records") {
    OrgServerOptions options;
    options.records = 300;
    const RunningOrg first(options);
    const RunningOrg second(options);
    const std::string soql = "SELECT Id, Name, Amount, StageName, CloseDate FROM Opportunity ORDER BY Id";
    const json rows = first.query(soql);
    CHECK(rows["totalSize"] == 300);
    CHECK(rows == second.query(soql));
    const RunningOrg plain;
    const json own = plain.query(soql);
    CHECK(rows["records"][0] == own["records"][0]);
}
