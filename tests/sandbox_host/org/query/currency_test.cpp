#include "org.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::org::testing::QueryOrg;

// A euro, the corporate currency, is 1.25 dollars or 160 yen; the user's currency is the dollar.

TEST_CASE("an amount with a currency is compared by what it is worth, one without as a number") {
    const auto [where, names] = GENERATE(table<std::string, std::string>({
        {"Amount__c > USD1000", "Euro"},
        {"Amount__c >= usd1000", "Dollar, Euro"},
        {"Amount__c < EUR7", "Yen"},
        {"Amount__c = EUR800", "Dollar"},
        {"Amount__c != EUR800", "Euro, Yen"},
        {"Amount__c IN (EUR800, JPY1000)", "Dollar, Yen"},
        {"Amount__c NOT IN (EUR800)", "Euro, Yen"},
        {"Amount__c = 1000", "Dollar, Euro, Yen"},
    }));
    QueryOrg org;
    INFO(where);
    CHECK(org.column("SELECT Name FROM Deal__c WHERE " + where + " ORDER BY Name") == names);
    CHECK(org.code("SELECT Name FROM Deal__c WHERE Amount__c > XYZ5") == "INVALID_FIELD");
}

TEST_CASE("convertCurrency gives amounts in the user's currency") {
    QueryOrg org;
    CHECK(org.column("SELECT convertCurrency(Amount__c) FROM Deal__c ORDER BY Name", "Amount__c") ==
          "1000.0, 1250.0, 7.8125");
    const std::string yen =
        "SELECT FORMAT(Amount__c) a, FORMAT(convertCurrency(Amount__c)) c FROM Deal__c WHERE Name = 'Yen'";
    CHECK(org.column(yen, "a") == "JPY 1,000.00");
    CHECK(org.column(yen, "c") == "$7.81");
    CHECK(org.code("SELECT Name FROM Deal__c WHERE convertCurrency(Amount__c) > 5") == "MALFORMED_QUERY");
    CHECK_THAT(org.sentence("SELECT convertCurrency(AnnualRevenue) FROM Account"),
               Catch::Contains("in an org with several currencies"));
}

TEST_CASE("aggregates of amounts are in the corporate currency") {
    QueryOrg org;
    CHECK(org.column("SELECT SUM(Amount__c) s FROM Deal__c", "s") == "1806.25");
    CHECK(org.column("SELECT Name, MAX(Amount__c) m FROM Deal__c GROUP BY Name HAVING MAX(Amount__c) < 10", "m") ==
          "6.25");
}
