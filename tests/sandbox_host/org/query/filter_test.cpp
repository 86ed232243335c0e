#include "org.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::org::testing::QueryOrg;

TEST_CASE("every operator does what SOQL says") {
    const auto [where, names] = GENERATE(table<std::string, std::string>({
        {"Name = 'ACME'", "Acme"},
        {"Name = 'élan_X'", "Élan_x"},
        {"Name > 'b' AND Name < 'E'", "Beta, Delta 50%"},
        {"NumberOfEmployees = 7", "Delta 50%, Élan_x"},
        {"NumberOfEmployees != 7", "Acme, Beta, Gamma"},
        {"NumberOfEmployees <> 7", "Acme, Beta, Gamma"},
        {"NumberOfEmployees < 50", "Delta 50%, Élan_x"},
        {"NumberOfEmployees <= 50", "Beta, Delta 50%, Élan_x"},
        {"NumberOfEmployees > 50", "Acme"},
        {"NumberOfEmployees >= 50.0", "Acme, Beta"},
        {"AnnualRevenue = 1.39E8", "Acme"},
        {"AnnualRevenue < 0.6", "Delta 50%"},
        {"Vip__c = TRUE", "Acme"},
        {"Vip__c != true", "Beta, Delta 50%, Gamma, Élan_x"},
        {"Vip__c = null", "Beta, Delta 50%, Gamma, Élan_x"},
        {"Industry = null", "Gamma"},
        {"Industry = ''", "Gamma"},
        {"Industry != null", "Acme, Beta, Delta 50%, Élan_x"},
        {"Industry IN ('tech', 'Banking')", "Acme, Beta, Élan_x"},
        {"Industry IN ('Banking', null)", "Beta, Gamma"},
        {"NumberOfEmployees IN (7, 50.0)", "Beta, Delta 50%, Élan_x"},
        {"Name LIKE 'a%'", "Acme"},
        {"Name LIKE '%TA%'", "Beta, Delta 50%"},
        {"Name LIKE 'b_ta'", "Beta"},
        {"Name LIKE '_lan%'", "Élan_x"},
        {"Name LIKE '%\\%'", "Delta 50%"},
        {"Name LIKE '%n\\_x'", "Élan_x"},
        {"Name LIKE 'acme'", "Acme"},
        {"Name LIKE 'acm'", ""},
        {"Name LIKE ''", ""},
        {"(NOT Name LIKE 'a%') AND Name != 'Beta'", "Delta 50%, Gamma, Élan_x"},
        {"Tags__c INCLUDES ('a')", "Acme, Delta 50%"},
        {"Tags__c INCLUDES ('a;B', 'c')", "Acme, Delta 50%, Élan_x"},
        {"Tags__c EXCLUDES ('a')", "Beta, Gamma, Élan_x"},
        {"Tags__c = 'a;b'", "Acme"},
        {"Name = 'Acme' OR (Name = 'Beta' AND Vip__c = false)", "Acme, Beta"},
        {"NOT (Name = 'Acme' OR Name = 'Beta')", "Delta 50%, Gamma, Élan_x"},
        {"Owner.Name = 'ada admin'", "Acme, Gamma"},
        {"Parent.Name = 'Acme'", "Beta"},
        {"Parent.Parent.Name = 'Acme'", "Gamma"},
        {"Parent.Name = null", "Acme, Delta 50%, Élan_x"},
        {"Code__c = 'ac'", "Acme"},
        {"Code__c LIKE 'A%'", "Beta"},
        {"CreatedDate = 2026-05-01T09:25:37+02:00", "Acme, Beta, Delta 50%, Gamma, Élan_x"},
    }));
    QueryOrg org;
    INFO(where);
    CHECK(org.column("SELECT Name FROM Account WHERE " + where + " ORDER BY Name") == names);
}

TEST_CASE("what is unlike a value includes what is null") {
    QueryOrg org;
    const char* where = GENERATE("Industry != 'Tech'", "Industry NOT IN ('Tech')", "NOT Industry = 'Tech'",
                                 "NOT (Industry = 'Tech' AND Name != null)");
    CHECK(org.column(std::string("SELECT Name FROM Account WHERE ") + where + " ORDER BY Name") ==
          "Beta, Delta 50%, Gamma");
    CHECK(org.column("SELECT Name FROM Account WHERE Industry NOT IN ('Tech', null) ORDER BY Name") ==
          "Beta, Delta 50%");
}

TEST_CASE("a checkbox of a missing parent counts as not ticked") {
    QueryOrg org;
    CHECK(org.column("SELECT Name FROM Contact WHERE Account.Vip__c = false ORDER BY Name") == "Bea, Nemo");
}

TEST_CASE("ids are compared in their long form") {
    QueryOrg org;
    const std::string id = QueryOrg::id("001", 2);
    CHECK(org.column("SELECT Name FROM Account WHERE Id = '" + id.substr(0, 15) + "'") == "Beta");
    CHECK(org.column("SELECT Name FROM Contact WHERE AccountId IN ('" + id.substr(0, 15) + "')") == "Bea");
    CHECK(org.column("SELECT Name FROM Contact WHERE AccountId = null") == "Nemo");
    CHECK(org.code("SELECT Name FROM Account WHERE Id = 'abc'") == "INVALID_QUERY_FILTER_OPERATOR");
    CHECK(org.sentence("SELECT Name FROM Account WHERE Id = 'abc'") == "invalid ID field: abc");
}

TEST_CASE("semi-joins and anti-joins") {
    const auto [where, names] = GENERATE(table<std::string, std::string>({
        {"Id IN (SELECT AccountId FROM Contact WHERE Email != null)", "Acme, Beta"},
        {"Id NOT IN (SELECT AccountId FROM Contact)", "Delta 50%, Gamma, Élan_x"},
        {"Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Opportunity WHERE Owner.Name = 'Ada "
         "Admin')",
         "Acme"},
        {"OwnerId IN (SELECT Id FROM User WHERE Manager.Name = 'Ada Admin')", "Beta, Delta 50%, Élan_x"},
        {"Id IN (SELECT WhatId FROM Task)", "Acme"},
    }));
    QueryOrg org;
    CHECK(org.column("SELECT Name FROM Account WHERE " + where + " ORDER BY Name") == names);
}

TEST_CASE("semi-joins have Salesforce's limits") {
    const auto [where, sentence] = GENERATE(table<std::string, std::string>({
        {"Id IN (SELECT AccountId FROM Contact WHERE Id IN (SELECT WhoId FROM Task))",
         "Nesting of semi join sub-selects is not supported"},
        {"Name = 'x' OR Id IN (SELECT AccountId FROM Contact)", "only allowed at the top level"},
        {"NOT Id IN (SELECT AccountId FROM Contact)", "only allowed at the top level"},
        {"Name IN (SELECT Name FROM Contact)", "must be an ID or a reference field"},
        {"Id IN (SELECT OwnerId FROM Contact)", "must refer to the object"},
        {"Id IN (SELECT Name FROM Contact)", "must refer to the object"},
        {"Id IN (SELECT ParentId FROM Account)", "The inner and outer selects should not be on the same object type"},
        {"Id IN (SELECT Account.ParentId FROM Contact)", "cannot go through a relationship"},
        {"Id IN (SELECT AccountId, Id FROM Contact)", "one field"},
        {"Id IN (SELECT AccountId FROM Contact LIMIT 1)", "one field, one object and a WHERE"},
        {"Id IN (SELECT AccountId FROM Contact) AND Id IN (SELECT AccountId FROM Opportunity) AND Id IN (SELECT WhatId "
         "FROM Task)",
         "maximum number of semi join sub-selects is 2"},
        {"Id IN (SELECT Id FROM Vault__c)", "sObject type 'Vault__c' is not supported"},
    }));
    QueryOrg org;
    CHECK_THAT(org.sentence("SELECT Name FROM Account WHERE " + where), Catch::Contains(sentence));
}

TEST_CASE("a literal has to fit its field") {
    const auto [where, sentence] = GENERATE(table<std::string, std::string>({
        {"AnnualRevenue = '5'",
         "value of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in "
         "quotes"},
        {"numberofemployees IN ('5')",
         "value of filter criterion for field 'NumberOfEmployees' must be of type int and should not be enclosed in "
         "quotes"},
        {"Vip__c = 'true'",
         "value of filter criterion for field 'Vip__c' must be of type boolean and should not be enclosed in quotes"},
        {"Name = 5",
         "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes"},
        {"CreatedDate > '2026-01-01'",
         "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in "
         "quotes"},
        {"CreatedDate > 2026-01-01",
         "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in "
         "quotes"},
        {"Id = 5", "value of filter criterion for field 'Id' must be of type ID and should be enclosed in quotes"},
        {"CALENDAR_YEAR(CreatedDate) = THIS_YEAR",
         "value of filter criterion for field 'CALENDAR_YEAR(CreatedDate)' must be of type int and should not be "
         "enclosed in quotes"},
        {"Description = 'x'", "field 'Description' can not be filtered in a query call"},
        {"BillingAddress = 'x'", "field 'BillingAddress' can not be filtered in a query call"},
        {"AnnualRevenue LIKE '5%'", "invalid operator on field 'AnnualRevenue'"},
        {"Id LIKE '001%'", "invalid operator on field 'Id'"},
        {"Name < null", "invalid operator on field 'Name'"},
        {"Vip__c > false", "invalid operator on field 'Vip__c'"},
        {"Name INCLUDES ('a')", "INCLUDES and EXCLUDES are for multi-select picklists"},
        {"AnnualRevenue > USD5", "USD5 needs a currency field, in an org where that currency is active"},
        {"COUNT(Id) > 1", "Aggregate function COUNT is not allowed here"},
    }));
    QueryOrg org;
    CHECK_THAT(org.sentence("SELECT Name FROM Account WHERE " + where), Catch::Contains(sentence));
}

TEST_CASE("no text of a query becomes SQL") {
    QueryOrg org;
    const std::string attack =
        GENERATE("x' OR '1'='1", "'; DROP TABLE Account; --", "\"", "x\\' OR 1=1 --", "?1", "%", "\u0000");
    std::string escaped;
    for (const char c : attack) escaped += (c == '\'' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    CHECK(org.column("SELECT Name FROM Account WHERE Name = '" + escaped + "'").empty());
    CHECK(org.column("SELECT Name FROM Account WHERE Name IN ('" + escaped + "')").empty());
    CHECK(org.ask("SELECT Id FROM Account")["totalSize"] == 5);
    org.execute("UPDATE Account SET Name = 'O''Brien \"x\"; --' WHERE Name = 'Beta'");
    CHECK(org.column(R"(SELECT Name FROM Account WHERE Name = 'O\'Brien "x"; --')") == R"(O'Brien "x"; --)");
}

TEST_CASE("identifiers come from the schema, whatever SQL would make of them") {
    QueryOrg org;
    CHECK(org.code("SELECT rowid FROM Account") == "INVALID_FIELD");
    CHECK(org.code("SELECT Id FROM sqlite_master") == "INVALID_TYPE");
    CHECK(org.code("SELECT Id FROM json_each") == "INVALID_TYPE");
}

TEST_CASE("a filter may be as long as a query can be") {
    QueryOrg org;
    std::string text = "SELECT Name FROM Account WHERE Name = 'Beta'";
    while (text.size() < 99'000) text += " OR NumberOfEmployees = 123456";
    CHECK(org.column(text) == "Beta");
    text = "SELECT Name FROM Account WHERE Name IN ('Beta'";
    while (text.size() < 99'000) text += ",'x'";
    CHECK(org.column(text + ")") == "Beta");
}

TEST_CASE("a filter nested too deep is refused, not run into the ground") {
    QueryOrg org;
    std::string where = "Name = 'x'";
    for (int i = 0; i < 90; ++i) where = "(Name = 'y' OR (Name != null AND " + where + "))";
    CHECK(org.code("SELECT Id FROM Account WHERE " + where) == "QUERY_TOO_COMPLICATED");
}
