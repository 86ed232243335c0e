#include "org.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::org::testing::QueryOrg;

TEST_CASE("COUNT() answers in totalSize alone") {
    QueryOrg org;
    CHECK(org.text("SELECT COUNT() FROM Account WHERE Industry = 'Tech'") ==
          R"({"totalSize":2,"done":true,"records":[]})");
    CHECK(org.ask("SELECT COUNT() FROM Account LIMIT 3")["totalSize"] == 3);
    CHECK_THAT(org.sentence("SELECT COUNT(), Name FROM Account"), Catch::Contains("must stand alone"));
    CHECK_THAT(org.sentence("SELECT COUNT() FROM Account ORDER BY Name"), Catch::Contains("must stand alone"));
}

TEST_CASE("aggregates without groups are one row, named expr0, expr1 and so on, or as told") {
    QueryOrg org;
    CHECK(
        org.text("SELECT COUNT(Id), COUNT(Industry) known, COUNT_DISTINCT(Industry), SUM(NumberOfEmployees), "
                 "AVG(NumberOfEmployees), MIN(Name), MAX(AnnualRevenue) FROM Account") ==
        R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"expr0":5,"known":4,"expr1":3,)"
        R"("expr2":1064,"expr3":266.0,"expr4":"Acme","expr5":1.39E8}]})");
    CHECK(org.ask("SELECT SUM(AnnualRevenue) FROM Account WHERE Name = 'none'")["records"][0]["expr0"].is_null());
}

TEST_CASE("groups have their keys and aggregates, and a null group stays null") {
    QueryOrg org;
    CHECK(
        org.text(
            "SELECT Industry, COUNT(Id) n FROM Account GROUP BY Industry ORDER BY COUNT(Id) DESC, Industry LIMIT 2") ==
        R"({"totalSize":2,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"Industry":"Tech","n":2},)"
        R"({"attributes":{"type":"AggregateResult"},"Industry":null,"n":1}]})");
    CHECK(org.column(
              "SELECT Account.Name who, SUM(Amount) total FROM Opportunity GROUP BY Account.Name ORDER BY Account.Name",
              "who") == "Acme, Beta");
    CHECK(org.column("SELECT Account.Name, MAX(Account.NumberOfEmployees) FROM Contact GROUP BY Account.Name ORDER BY "
                     "MAX(Account.Owner.Name) DESC, Account.Name") == "null, Beta, Acme");
}

TEST_CASE("HAVING filters groups by aggregates and keys") {
    QueryOrg org;
    CHECK(org.column("SELECT Industry FROM Account GROUP BY Industry HAVING COUNT(Id) > 1", "Industry") == "Tech");
    CHECK(org.column("SELECT Industry FROM Account GROUP BY Industry HAVING COUNT(Id) >= 1 AND Industry LIKE 'b%'",
                     "Industry") == "Banking");
    CHECK(org.sentence("SELECT Industry FROM Account GROUP BY Industry HAVING Name = 'x'") ==
          "Field must be grouped or aggregated: Name");
}

TEST_CASE("groups ignore case") {
    QueryOrg org;
    org.execute("UPDATE Account SET BillingCity = 'berlin' WHERE Name = 'Beta'");
    CHECK(org.column("SELECT COUNT(Id) n FROM Account WHERE BillingCity = 'BERLIN' GROUP BY BillingCity", "n") == "2");
}

TEST_CASE("what is neither grouped nor aggregated is refused") {
    const auto [text, sentence] = GENERATE(table<std::string, std::string>({
        {"SELECT Name, COUNT(Id) FROM Account", "Field must be grouped or aggregated: Name"},
        {"SELECT Name, Industry FROM Account GROUP BY Name", "Field must be grouped or aggregated: Industry"},
        {"SELECT CALENDAR_YEAR(CreatedDate) FROM Account",
         "Field must be grouped or aggregated: CALENDAR_YEAR(CreatedDate)"},
        {"SELECT COUNT(Id) FROM Account ORDER BY Name", "Field must be grouped or aggregated: Name"},
        {"SELECT AnnualRevenue FROM Account GROUP BY AnnualRevenue",
         "field 'AnnualRevenue' can not be grouped in a query call"},
        {"SELECT COUNT(Vip__c) FROM Account", "field Vip__c does not support aggregate operator COUNT"},
        {"SELECT SUM(Name) FROM Account", "field Name does not support aggregate operator SUM"},
        {"SELECT Name a, COUNT(Id) A FROM Account GROUP BY Name", "duplicate alias: A"},
        {"SELECT Name n FROM Account", "only aggregate expressions use field aliasing"},
        {"SELECT Id, (SELECT COUNT(Id) FROM Contacts) FROM Account", "only root queries support aggregate expressions"},
        {"SELECT COUNT(Id), (SELECT Id FROM Contacts) FROM Account",
         "A query with aggregates selects fields and functions only"},
    }));
    QueryOrg org;
    CHECK(org.sentence(text) == sentence);
}

TEST_CASE("date functions group by parts of dates") {
    QueryOrg org;
    CHECK(
        org.text(
            "SELECT CALENDAR_YEAR(CloseDate) y, CALENDAR_QUARTER(CloseDate), COUNT(Id) FROM Opportunity "
            "GROUP BY CALENDAR_YEAR(CloseDate), CALENDAR_QUARTER(CloseDate) ORDER BY CALENDAR_YEAR(CloseDate) DESC, "
            "CALENDAR_QUARTER(CloseDate) LIMIT 2") ==
        R"({"totalSize":2,"done":true,"records":[{"attributes":{"type":"AggregateResult"},"y":2027,"expr0":1,"expr1":1},)"
        R"({"attributes":{"type":"AggregateResult"},"y":2026,"expr0":1,"expr1":1}]})");
}

TEST_CASE("each date function") {
    // 2026-03-31 is a Tuesday.
    const auto [function, value] = GENERATE(table<std::string, int>({
        {"CALENDAR_YEAR", 2026},
        {"CALENDAR_QUARTER", 1},
        {"CALENDAR_MONTH", 3},
        {"DAY_IN_MONTH", 31},
        {"DAY_IN_WEEK", 3},
        {"DAY_IN_YEAR", 90},
        {"WEEK_IN_MONTH", 5},
        {"WEEK_IN_YEAR", 13},
        {"FISCAL_YEAR", 2026},
        {"FISCAL_QUARTER", 4},
        {"FISCAL_MONTH", 12},
    }));
    QueryOrg org;
    org.context.fiscal_year_start = 4;
    INFO(function);
    CHECK(org.ask("SELECT " + function + "(CloseDate) v FROM Opportunity WHERE Name = 'Big' GROUP BY " + function +
                  "(CloseDate)")["records"][0]["v"] == value);
    CHECK(org.column("SELECT Name FROM Opportunity WHERE " + function + "(CloseDate) = " + std::to_string(value) +
                     " AND CloseDate = 2026-03-31") == "Big");
}

TEST_CASE("the fiscal year is named after the year in which it ends") {
    QueryOrg org;
    org.context.fiscal_year_start = 4;
    CHECK(org.ask("SELECT FISCAL_YEAR(CloseDate) y, FISCAL_QUARTER(CloseDate) q FROM Opportunity WHERE Name = 'Small' "
                  "GROUP BY "
                  "FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate)")["records"][0]["y"] == 2027);
}

TEST_CASE("times of day are UTC unless converted to the user's zone") {
    QueryOrg org;
    org.execute("UPDATE Account SET CreatedDate = '2026-06-30T22:30:00.000+0000' WHERE Name = 'Acme'");
    const auto first = [&](const std::string& function) {
        return org.ask("SELECT " + function + " v FROM Account WHERE Name = 'Acme' GROUP BY " +
                       function)["records"][0]["v"];
    };
    CHECK(first("HOUR_IN_DAY(CreatedDate)") == 22);
    CHECK(first("HOUR_IN_DAY(convertTimezone(CreatedDate))") == 0);
    CHECK(first("DAY_ONLY(CreatedDate)") == "2026-06-30");
    CHECK(first("DAY_ONLY(convertTimezone(CreatedDate))") == "2026-07-01");
    CHECK_THAT(org.sentence("SELECT Name FROM Opportunity WHERE HOUR_IN_DAY(CloseDate) = 1"),
               Catch::Contains("needs a dateTime field"));
}

TEST_CASE("ROLLUP adds subtotals from the last key on, CUBE for every combination") {
    QueryOrg org;
    const auto rows = [&](const std::string& grouping) {
        std::string shown;
        const auto answer = org.ask(
            "SELECT Owner.Name o, Industry i, COUNT(Id) n, GROUPING(Industry) g FROM Account WHERE Industry "
            "!= null GROUP BY " +
            grouping + "(Owner.Name, Industry) ORDER BY Owner.Name, Industry");
        for (const auto& row : answer["records"])
            shown += row["o"].dump() + row["i"].dump() + row["n"].dump() + row["g"].dump() + " ";
        return shown;
    };
    CHECK(rows("ROLLUP") ==
          R"(nullnull41 "Ada Admin"null11 "Ada Admin""Tech"10 "Sam Sales"null31 "Sam Sales""Agriculture"10 )"
          R"("Sam Sales""Banking"10 "Sam Sales""Tech"10 )");
    CHECK(rows("CUBE") ==
          R"(nullnull41 null"Agriculture"10 null"Banking"10 null"Tech"20 "Ada Admin"null11 "Ada Admin""Tech"10 )"
          R"("Sam Sales"null31 "Sam Sales""Agriculture"10 "Sam Sales""Banking"10 "Sam Sales""Tech"10 )");
}

TEST_CASE("more than two thousand groups are not answered") {
    QueryOrg org;
    org.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2001) "
        "INSERT INTO Contact (Id, Name) SELECT printf('003%012dAAA', i + 1000), printf('C%d', i) FROM n");
    CHECK(org.code("SELECT Name, COUNT(Id) FROM Contact GROUP BY Name") == "EXCEEDED_ID_LIMIT");
    CHECK(org.ask("SELECT Name, COUNT(Id) FROM Contact GROUP BY Name LIMIT 2000")["totalSize"] == 2000);
}
