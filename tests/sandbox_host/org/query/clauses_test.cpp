#include "org.hpp"
#include "sandbox_host/org/time/datetime.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::org::parse_datetime;
using alysio::sandbox::org::testing::QueryOrg;

TEST_CASE("access modes change nothing: every query runs as its user") {
    QueryOrg org;
    const std::string mode = GENERATE("SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE");
    CHECK(org.column("SELECT Name FROM Contact WITH " + mode + " ORDER BY Name LIMIT 1") == "Bea");
    CHECK(org.code("SELECT Secret__c FROM Account WITH " + mode) == "INVALID_FIELD");
}

TEST_CASE("FOR VIEW, FOR REFERENCE and FOR UPDATE answer the rows") {
    QueryOrg org;
    const std::string clause = GENERATE("FOR VIEW", "FOR REFERENCE", "FOR UPDATE", "FOR VIEW FOR REFERENCE");
    CHECK(org.column("SELECT Name FROM Contact WHERE Name = 'bea' " + clause) == "Bea");
    CHECK(org.sentence("SELECT Name FROM Contact ORDER BY Name FOR UPDATE") ==
          "ORDER BY can not be used with FOR UPDATE");
}

TEST_CASE("a further source in FROM gives a relationship a name") {
    QueryOrg org;
    CHECK(org.ask("SELECT COUNT() FROM Contact c, c.Account a WHERE a.Name = 'Acme'")["totalSize"] == 2);
    CHECK(org.column("SELECT c.Name FROM Contact c, c.Account a, a.Owner o WHERE o.Name = 'Sam Sales'") == "Bea");
    CHECK(org.column("SELECT Name FROM Contact, Contact.Account AS a WHERE a.Industry = null ORDER BY a.Name, Name") ==
          "Nemo");
    const auto record = org.ask("SELECT Name, a.Name FROM Contact c, c.Account a WHERE c.Name = 'Cara'")["records"][0];
    CHECK(record["Account"]["Name"] == "Acme");
    CHECK(org.column("SELECT a.Industry i, MAX(c.Name) m FROM Contact c, c.Account a GROUP BY a.Industry "
                     "HAVING MAX(a.Name) != null ORDER BY a.Industry",
                     "m") == "Carl, Bea");
    CHECK_THAT(org.sentence("SELECT a.Name FROM Account a, a.Contacts c"),
               Catch::StartsWith("Didn't understand relationship 'Contacts' in field path."));
    CHECK_THAT(org.sentence("SELECT Name FROM Contact c, x.Account a"),
               Catch::StartsWith("Didn't understand relationship 'x'"));
}

TEST_CASE("FORMAT presents values as people in the United States read them") {
    const auto [field, text] = GENERATE(table<std::string, std::string>({
        {"FORMAT(AnnualRevenue)", "$139,000,000"},
        {"FORMAT(NumberOfEmployees)", "1,000"},
        {"FORMAT(CreatedDate)", "5/1/2026, 9:25 AM"},
        {"FORMAT(Opens__c)", "12:05 PM"},
        {"FORMAT(Name)", "Acme"},
        {"FORMAT(ParentId)", "null"},
    }));
    QueryOrg org;
    org.execute("UPDATE Account SET Opens__c = '12:05:00.000Z' WHERE Name = 'Acme'");
    INFO(field);
    CHECK(org.column("SELECT " + field + " shown FROM Account WHERE Name = 'Acme'", "shown") == text);
}

TEST_CASE("FORMAT has the name of its field, also around an aggregate, and is for the SELECT list alone") {
    QueryOrg org;
    CHECK(org.column("SELECT FORMAT(CloseDate) FROM Opportunity WHERE Name = 'Small'", "CloseDate") == "4/1/2026");
    CHECK(org.column("SELECT FORMAT(SUM(Amount)) total FROM Opportunity", "total") == "$100,510.00");
    CHECK(org.column("SELECT Name, FORMAT(MIN(CloseDate)) d FROM Opportunity WHERE Name = 'Big' GROUP BY Name", "d") ==
          "3/31/2026");
    CHECK(org.sentence("SELECT Id FROM Account WHERE FORMAT(AnnualRevenue) = '1'") == "FORMAT is for the SELECT list");
}

TEST_CASE("the fiscal year starts in the org's month and is named by its end, or by its start") {
    struct Case {
        unsigned start;
        bool by_start;
        const char* date;
        int year, quarter, month;
    };
    const Case is = GENERATE(Case{2, false, "2026-01-31", 2026, 4, 12}, Case{2, false, "2026-02-01", 2027, 1, 1},
                             Case{2, true, "2026-01-31", 2025, 4, 12}, Case{2, true, "2026-02-01", 2026, 1, 1},
                             Case{10, false, "2026-09-30", 2026, 4, 12}, Case{10, false, "2026-10-01", 2027, 1, 1},
                             Case{10, true, "2026-10-01", 2026, 1, 1}, Case{1, false, "2026-12-31", 2026, 4, 12});
    QueryOrg org;
    org.context.fiscal_year_start = is.start;
    org.context.fiscal_year_named_by_start = is.by_start;
    org.execute(std::string("UPDATE Opportunity SET CloseDate = '") + is.date + "' WHERE Name = 'Big'");
    const auto row = org.ask(
        "SELECT FISCAL_YEAR(CloseDate) y, FISCAL_QUARTER(CloseDate) q, FISCAL_MONTH(CloseDate) m FROM Opportunity "
        "WHERE Name = 'Big' GROUP BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate), "
        "FISCAL_MONTH(CloseDate)")["records"][0];
    CHECK(row["y"] == is.year);
    CHECK(row["q"] == is.quarter);
    CHECK(row["m"] == is.month);
}

TEST_CASE("fiscal literals follow the org's fiscal year") {
    // Now is 23 November 2026.
    struct Case {
        unsigned start;
        const char* literal;
        const char* first;
        const char* last;
    };
    const Case is = GENERATE(Case{2, "THIS_FISCAL_YEAR", "2026-02-01", "2027-01-31"},
                             Case{2, "THIS_FISCAL_QUARTER", "2026-11-01", "2027-01-31"},
                             Case{2, "LAST_FISCAL_YEAR", "2025-02-01", "2026-01-31"},
                             Case{10, "THIS_FISCAL_YEAR", "2026-10-01", "2027-09-30"},
                             Case{10, "NEXT_FISCAL_QUARTER", "2027-01-01", "2027-03-31"},
                             Case{10, "LAST_N_FISCAL_QUARTERS:2", "2026-04-01", "2026-09-30"},
                             Case{10, "N_FISCAL_YEARS_AGO:1", "2025-10-01", "2026-09-30"});
    QueryOrg org;
    org.context.fiscal_year_start = is.start;
    INFO(is.literal);
    const auto matches = [&](const std::string& date, const std::string& days) {
        org.execute("UPDATE Opportunity SET CloseDate = date('" + date + "', '" + days + " days') WHERE Name = 'Big'");
        const auto answer =
            org.ask(std::string("SELECT COUNT() FROM Opportunity WHERE Name = 'Big' AND CloseDate = ") + is.literal);
        return answer["totalSize"] == 1;
    };
    CHECK(matches(is.first, "0"));
    CHECK_FALSE(matches(is.first, "-1"));
    CHECK(matches(is.last, "0"));
    CHECK_FALSE(matches(is.last, "1"));
}

TEST_CASE("a day on which clocks change is as long as it is there") {
    struct Case {
        const char* zone;
        const char* now;
        const char* first;
        const char* end;
        const char* next_day;
    };
    const Case is = GENERATE(Case{"Europe/Berlin", "2026-03-29T10:00:00Z", "2026-03-28T23:00:00.000+0000",
                                  "2026-03-29T22:00:00.000+0000", "2026-03-30"},
                             Case{"Europe/Berlin", "2026-10-25T10:00:00Z", "2026-10-24T22:00:00.000+0000",
                                  "2026-10-25T23:00:00.000+0000", "2026-10-26"},
                             Case{"America/Los_Angeles", "2026-03-08T20:00:00Z", "2026-03-08T08:00:00.000+0000",
                                  "2026-03-09T07:00:00.000+0000", "2026-03-09"},
                             Case{"America/Los_Angeles", "2026-11-01T20:00:00Z", "2026-11-01T07:00:00.000+0000",
                                  "2026-11-02T08:00:00.000+0000", "2026-11-02"});
    QueryOrg org;
    org.context.time_zone = is.zone;
    org.context.now = *parse_datetime(is.now);
    const auto holds = [&](const std::string& literal, const std::string& created) {
        org.execute("UPDATE Account SET CreatedDate = '" + created + "' WHERE Name = 'Acme'");
        return org.ask("SELECT COUNT() FROM Account WHERE Name = 'Acme' AND CreatedDate = " + literal)["totalSize"] ==
               1;
    };
    CHECK(holds("TODAY", is.first));
    CHECK_FALSE(holds("YESTERDAY", is.first));
    CHECK(holds("TOMORROW", is.end));
    CHECK_FALSE(holds("TODAY", is.end));
    CHECK(org.ask("SELECT DAY_ONLY(convertTimezone(CreatedDate)) d FROM Account WHERE Name = 'Acme' GROUP BY "
                  "DAY_ONLY(convertTimezone(CreatedDate))")["records"][0]["d"] == is.next_day);
}
