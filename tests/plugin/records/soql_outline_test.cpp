#include "plugin/records/soql_outline.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce::records;

namespace {

Outline accepted(std::string_view soql) {
    auto result = outline(soql);
    REQUIRE(result);
    return std::move(result).value();
}

std::string columns_of(std::string_view soql) {
    std::string out;
    for (const auto& column : accepted(soql).columns) {
        if (!out.empty()) out += ' ';
        out += column.open ? "*" : column.path;
    }
    return out;
}

}  // namespace

TEST_CASE("Columns have the names that rows will use") {
    const auto [soql, expected] = GENERATE(table<std::string, std::string>({
        {"SELECT Id, Name FROM Account", "Id Name"},
        {"select id,account.name,Owner.Manager.Name from Opportunity", "id account.name Owner.Manager.Name"},
        {"SELECT a.Name, a.Owner.Name FROM Account a", "Name Owner.Name"},
        {"SELECT Account.Name, Account.Owner.Name FROM Account", "Name Owner.Name"},
        {"SELECT Name, (SELECT LastName, (SELECT Id FROM Cases) FROM Contacts) FROM Account", "Name Contacts"},
        {"SELECT (SELECT Id FROM Account.Contacts), Id FROM Account", "Contacts Id"},
        {"SELECT StageName, COUNT(Id), SUM(Amount) total, MAX(Amount) FROM Opportunity GROUP BY StageName",
         "StageName expr0 total expr1"},
        {"SELECT Owner.Name, CALENDAR_YEAR(CloseDate), COUNT(Id) n FROM Opportunity GROUP BY Owner.Name, "
         "CALENDAR_YEAR(CloseDate)",
         "Name expr0 n"},
        {"SELECT Owner.Name o, COUNT(Id) FROM Opportunity GROUP BY Owner.Name", "o expr0"},
        {"SELECT toLabel(Status), FORMAT(Amount) Amt, FORMAT(convertCurrency(Amount)), toLabel(Account.Type) FROM "
         "Opportunity",
         "Status Amt Amount Account.Type"},
        {"SELECT DISTANCE(Loc__c, GEOLOCATION(1,2), 'km') FROM Site__c", "expr0"},
        {"SELECT Id, FIELDS(STANDARD), Owner.Name FROM Account", "Id * Owner.Name"},
        {"SELECT TYPEOF What WHEN Account THEN Phone, Name WHEN Lead THEN Email ELSE Id END, Subject FROM Task",
         "What.Phone What.Name What.Email What.Id Subject"},
        {"SELECT COUNT() FROM Account", ""},
        {"SELECT Id", ""},
    }));
    CHECK(columns_of(soql) == expected);
}

TEST_CASE("One trailing semicolon is dropped") {
    CHECK(accepted("  SELECT Id FROM Account ; \n").query == "SELECT Id FROM Account");
    CHECK(accepted("SELECT Id FROM Account WHERE Name = 'a;'").query == "SELECT Id FROM Account WHERE Name = 'a;'");
}

TEST_CASE("What is not one reading SELECT is refused with what to use instead") {
    const auto [soql, hint] = GENERATE(table<std::string, std::string>({
        {"", "SELECT"},
        {"   ;", "SELECT"},
        {"FIND {Acme} IN ALL FIELDS RETURNING Account", "LIKE"},
        {"update Account set Name = 'x'", "salesforce_update_record"},
        {"INSERT INTO Account", "salesforce_create_record"},
        {"DELETE FROM Account", "can't be deleted"},
        {"EXPLAIN SELECT Id FROM Account", "SELECT"},
        {"SELECT Id FROM Account; SELECT Id FROM Contact", "once for each"},
        {"SELECT Id FROM Account;;", "once for each"},
        {"SELECT Id FROM Account UNION SELECT Id FROM Contact", "once for each"},
        {"SELECT Id FROM Account LIMIT 1 FOR UPDATE", "if_unmodified_since"},
        {"SELECT Name record_url, COUNT(Id) FROM Account GROUP BY Name", "another alias"},
        {"SELECT MAX(Name) RECORD_URL FROM Account", "another alias"},
        {"SELECT Name, (SELECT Id, Name attributes FROM Contacts) FROM Account", "another alias"},
        {"SELECT Id FROM Account for view", "Leave the clause out"},
        {"SELECT Id FROM Account FOR REFERENCE", "Leave the clause out"},
        {"SELECT Id FROM FAQ__kav UPDATE TRACKING", "Leave the clause out"},
        {"SELECT Id FROM FAQ__kav UPDATE VIEWSTAT", "Leave the clause out"},
    }));
    const auto result = outline(soql);
    INFO(soql);
    REQUIRE_FALSE(result);
    CHECK_THAT(result.error().guidance, Catch::Contains(hint));
    CHECK_FALSE(result.error().message.empty());
}

TEST_CASE("Words inside strings, names and subqueries refuse nothing") {
    const auto soql = GENERATE(as<std::string>(), "SELECT Id FROM Account WHERE Name = 'FOR UPDATE; DELETE'",
                               "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)",
                               "SELECT Id, (SELECT Id FROM Contacts) FROM Account ALL ROWS",
                               "SELECT Id FROM Order ORDER BY Id", "SELECT Id FROM Group WHERE Name = 'x'",
                               "SELECT Update__c FROM Delete__c", "SELECT Id FROM Account WHERE Name = 'unclosed");
    CHECK(outline(soql));
}

TEST_CASE("The outline tells counts, groups, sums and activities apart") {
    const auto count = accepted("SELECT count ( ) FROM Account WHERE Name != null");
    CHECK(count.count_only);
    CHECK_FALSE(count.aggregate);
    CHECK(count.object == "Account");

    const auto groups = accepted("SELECT StageName, SUM(Amount) FROM Opportunity GROUP BY StageName");
    CHECK(groups.aggregate);
    CHECK(groups.summed == std::vector<std::string>{"Amount"});
    CHECK_FALSE(groups.reads_activities);

    CHECK(accepted("SELECT Name FROM Account GROUP BY Name").aggregate);
    CHECK_FALSE(accepted("SELECT Id, (SELECT COUNT FROM Contacts) FROM Account").aggregate);
    CHECK(accepted("SELECT Id FROM Account").summed.empty());

    CHECK(accepted("SELECT Id FROM Task").reads_activities);
    CHECK(accepted("SELECT Id, (SELECT Id FROM OpenActivities) FROM Account").reads_activities);
    CHECK(accepted("SELECT Id FROM Account WHERE Id IN (SELECT WhatId FROM event)").reads_activities);
    CHECK_FALSE(accepted("SELECT Id FROM Account WHERE Name = 'FROM Task'").reads_activities);
}

TEST_CASE("The outline names what the rows are ordered by") {
    const auto result =
        accepted("SELECT Id FROM Opportunity ORDER BY Amount DESC NULLS LAST, Account.Name, CloseDate LIMIT 5");
    CHECK(result.ordered_by == std::vector<std::string>{"Amount", "Account.Name", "CloseDate"});
    CHECK(result.limit == 5u);
}

TEST_CASE("A query ordered by Id alone goes on after a known Id") {
    const std::string id = "001000000000001AAA";
    const auto [soql, rows, expected] = GENERATE(table<std::string, std::uint64_t, std::string>({
        {"SELECT Id FROM Account ORDER BY Id", 10u,
         "SELECT Id FROM Account WHERE Id > '001000000000001AAA' ORDER BY Id"},
        {"SELECT Id FROM Account WHERE A = 1 OR B = 2 ORDER BY id ASC LIMIT 50 ALL ROWS", 10u,
         "SELECT Id FROM Account WHERE (A = 1 OR B = 2) AND Id > '001000000000001AAA' ORDER BY id ASC LIMIT 40"},
        {"SELECT Id FROM Account USING SCOPE mine WHERE A = 'x' WITH SECURITY_ENFORCED ORDER BY Id DESC", 10u,
         "SELECT Id FROM Account USING SCOPE mine WHERE (A = 'x') AND Id < '001000000000001AAA' "
         "WITH SECURITY_ENFORCED ORDER BY Id DESC"},
        {"SELECT Id FROM Account ORDER BY Id LIMIT 50 OFFSET 20", 10u,
         "SELECT Id FROM Account WHERE Id > '001000000000001AAA' ORDER BY Id LIMIT 40"},
        {"SELECT Id FROM Account", 10u, ""},
        {"SELECT Id FROM Account ORDER BY Id, Name", 10u, ""},
        {"SELECT Id FROM Account ORDER BY Name", 10u, ""},
        {"SELECT Id FROM Account ORDER BY Id LIMIT 10", 10u, ""},
        {"SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact ORDER BY Id)", 10u, ""},
        {"SELECT MAX(Name), Id FROM Account GROUP BY Id ORDER BY Id", 10u, ""},
    }));
    CHECK(query_after(accepted(soql), id, rows).value_or("") == expected);
}

TEST_CASE("Nothing but an Id is ever put into a continued query") {
    const auto query = accepted("SELECT Id FROM Account ORDER BY Id");
    CHECK_FALSE(query_after(query, "001' OR Name != '", 1));
    CHECK_FALSE(query_after(query, "", 1));
    CHECK_FALSE(query_of_children(accepted("SELECT (SELECT Id FROM Contacts) FROM Account"), "Contacts", "Account",
                                  "001' OR '"));
}

TEST_CASE("The children of one parent can be asked for by themselves, at any depth") {
    const auto query = accepted(
        "SELECT Name, (SELECT Name, (SELECT Subject FROM Cases WHERE A = ')') FROM Contacts LIMIT 9) FROM Account");
    const std::string id = "001000000000001AAA";
    CHECK(query_of_children(query, "contacts", "Account", id) ==
          "SELECT Id, (SELECT Name, (SELECT Subject FROM Cases WHERE A = ')') FROM Contacts LIMIT 9) FROM Account "
          "WHERE Id = '001000000000001AAA'");
    CHECK(query_of_children(query, "Contacts.Cases", "Contact", id) ==
          "SELECT Id, (SELECT Subject FROM Cases WHERE A = ')') FROM Contact WHERE Id = '001000000000001AAA'");
    CHECK_FALSE(query_of_children(query, "Orders", "Account", id));
    CHECK_FALSE(query_of_children(query, "Contacts", "", id));
}
