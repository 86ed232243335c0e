#include "org.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::org::testing::QueryOrg;

TEST_CASE("a record has its attributes first, then the fields in the order and spelling asked for") {
    QueryOrg org;
    CHECK(org.text("select name, id, annualrevenue, numberofemployees, vip__C, industry, CREATEDDATE from ACCOUNT "
                   "where Name = 'acme'") ==
          R"({"totalSize":1,"done":true,"records":[{"attributes":{"type":"Account",)"
          R"("url":"/services/data/v63.0/sobjects/Account/)" +
              QueryOrg::id("001", 1) + R"("},"Name":"Acme","Id":")" + QueryOrg::id("001", 1) +
              R"(","AnnualRevenue":1.39E8,"NumberOfEmployees":1000,"Vip__c":true,"Industry":"Tech",)" +
              R"("CreatedDate":"2026-05-01T07:25:37.000+0000"}]})");
}

TEST_CASE("attributes have a URL also when the Id was not selected") {
    QueryOrg org;
    CHECK(org.ask("SELECT Name FROM Contact LIMIT 1")["records"][0]["attributes"]["url"] ==
          "/services/data/v63.0/sobjects/Contact/" + QueryOrg::id("003", 1));
}

TEST_CASE("no rows are an empty answer") {
    QueryOrg org;
    CHECK(org.text("SELECT Id FROM Account WHERE Name = 'nobody'") == R"({"totalSize":0,"done":true,"records":[]})");
    CHECK(org.text("SELECT Id FROM Account LIMIT 0") == R"({"totalSize":0,"done":true,"records":[]})");
}

TEST_CASE("parents are nested objects, merged where named twice, and null where missing") {
    QueryOrg org;
    const auto records = org.ask(
        "SELECT Name, Account.Name, Owner.Manager.Name, Account.Owner.Name, Account.Parent.Id FROM Contact")["records"];
    CHECK(
        records[0].dump() ==
        R"({"attributes":{"type":"Contact","url":"/services/data/v63.0/sobjects/Contact/)" + QueryOrg::id("003", 1) +
            R"("},"Name":"Cara","Account":{"attributes":{"type":"Account","url":"/services/data/v63.0/sobjects/Account/)" +
            QueryOrg::id("001", 1) +
            R"("},"Name":"Acme","Owner":{"attributes":{"type":"User","url":"/services/data/v63.0/sobjects/User/)" +
            QueryOrg::id("005", 1) + R"("},"Name":"Ada Admin"},"Parent":null},)" +
            R"("Owner":{"attributes":{"type":"User","url":"/services/data/v63.0/sobjects/User/)" +
            QueryOrg::id("005", 1) + R"("},"Manager":null}})");
    CHECK(records[2]["Owner"]["Manager"]["Name"] == "Ada Admin");
    CHECK(records[2]["Account"]["Parent"]["Id"] == QueryOrg::id("001", 1));
    CHECK(records[3]["Account"].is_null());
}

TEST_CASE("an object's name or alias may stand before a path") {
    QueryOrg org;
    CHECK(org.column("SELECT c.Name FROM Contact c WHERE Contact.Account.Name = 'Beta' ORDER BY c.Name") == "Bea");
    CHECK(org.column("SELECT Account.Name FROM Account WHERE account.Industry = 'Banking'") == "Beta");
}

TEST_CASE("a reference to several objects is read by what they have in common") {
    QueryOrg org;
    const auto records =
        org.ask("SELECT Subject, Who.Name, Who.Type, Owner.Name, Owner.Email, What.Name FROM Task")["records"];
    CHECK(records[0]["Who"].dump() == R"({"attributes":{"type":"Name","url":"/services/data/v63.0/sobjects/Contact/)" +
                                          QueryOrg::id("003", 1) + R"("},"Name":"Cara","Type":"Contact"})");
    CHECK(records[1]["Who"]["Type"] == "User");
    CHECK(records[1]["Owner"]["Name"] == "Support Queue");
    CHECK(records[1]["What"]["Name"] == "Big");
    CHECK(records[2]["Who"].is_null());
    CHECK(org.column("SELECT Subject FROM Task WHERE Who.Type = 'contact'", "Subject") == "Call");
    CHECK(org.column("SELECT Subject FROM Task WHERE What.Type IN ('Opportunity', 'Case')", "Subject") == "Mail");
    CHECK(org.column("SELECT Subject FROM Task WHERE Owner.Name LIKE 'support%' ORDER BY Who.Name", "Subject") ==
          "Idle, Mail");
    CHECK(org.column("SELECT Subject FROM Task WHERE Owner.Id = '" + QueryOrg::id("005", 1) + "'", "Subject") ==
          "Call");
    CHECK(org.sentence("SELECT Who.AccountId FROM Task").rfind("No such column 'AccountId' on entity 'Name'.", 0) == 0);
    CHECK(org.sentence("SELECT Who.Account.Name FROM Task").rfind("Didn't understand relationship 'Account'", 0) == 0);
}

TEST_CASE("TYPEOF selects by the object behind a reference") {
    QueryOrg org;
    const auto records = org.ask(
        "SELECT Subject, TYPEOF What WHEN account THEN Industry, Owner.Name WHEN Opportunity THEN Amount ELSE Name END "
        "FROM Task")["records"];
    CHECK(records[0]["What"]["attributes"]["type"] == "Account");
    CHECK(records[0]["What"]["Industry"] == "Tech");
    CHECK(records[0]["What"]["Owner"]["Name"] == "Ada Admin");
    CHECK(records[1]["What"]["attributes"]["type"] == "Opportunity");
    CHECK(records[1]["What"]["Amount"] == 100000.0);
    CHECK_FALSE(records[1]["What"].contains("Name"));
    CHECK(records[2]["What"].is_null());
    CHECK_THAT(org.sentence("SELECT TYPEOF Account WHEN Account THEN Name END FROM Contact"),
               Catch::Contains("TYPEOF needs a relationship to several objects"));
}

TEST_CASE("an address is made of its parts, and null when they all are") {
    QueryOrg org;
    const auto records =
        org.ask("SELECT BillingAddress, BillingCity FROM Account ORDER BY CreatedDate, Id LIMIT 2")["records"];
    CHECK(records[0]["BillingAddress"].dump() ==
          R"({"city":"Berlin","country":null,"geocodeAccuracy":null,"latitude":52.52,"longitude":13.405,)"
          R"("postalCode":null,"state":null,"street":null})");
    CHECK(records[1]["BillingAddress"].is_null());
}

TEST_CASE("FIELDS() stands for all readable fields, within two hundred rows") {
    QueryOrg org;
    const auto account = org.ask("SELECT FIELDS(ALL) FROM Account LIMIT 200")["records"][0];
    CHECK(account.contains("Name"));
    CHECK(account.contains("Vip__c"));
    CHECK(account.contains("BillingAddress"));
    CHECK_FALSE(account.contains("Secret__c"));
    CHECK_FALSE(org.ask("SELECT FIELDS(STANDARD) FROM Account")["records"][0].contains("Vip__c"));
    const auto custom = org.ask("SELECT Id, FIELDS(CUSTOM) FROM Account LIMIT 1")["records"][0];
    CHECK(custom.contains("Vip__c"));
    CHECK_FALSE(custom.contains("Name"));
    const char* text = GENERATE("SELECT FIELDS(ALL) FROM Account", "SELECT FIELDS(CUSTOM) FROM Account LIMIT 201");
    CHECK(org.sentence(text) == "The SOQL FIELDS function must have a LIMIT of at most 200");
    CHECK(org.sentence("SELECT Id, FIELDS(ALL) FROM Account LIMIT 1") == "duplicate field selected: Id");
}

TEST_CASE("toLabel gives a picklist's labels") {
    QueryOrg org;
    CHECK(org.column("SELECT toLabel(Industry) FROM Account WHERE toLabel(Industry) = 'technology' ORDER BY Name",
                     "Industry") == "Technology, Technology");
    CHECK(org.column("SELECT Name FROM Account WHERE Industry != null ORDER BY toLabel(Industry) DESC, Name LIMIT 3") ==
          "Acme, Élan_x, Beta");
    CHECK(org.column("SELECT Industry, toLabel(Industry) shown FROM Account WHERE Name = 'Acme'", "shown") ==
          "Technology");
    CHECK(org.sentence("SELECT Industry, toLabel(Industry) FROM Account") == "duplicate field selected: Industry");
}

TEST_CASE("children come with their parent, in an answer of their own, or null") {
    QueryOrg org;
    const auto records = org.ask(
        "SELECT Name, (SELECT Name, Account.Industry FROM Contacts ORDER BY Name DESC), "
        "(SELECT Amount FROM Account.Opportunities WHERE Amount > 100 LIMIT 1) FROM Account "
        "ORDER BY Name LIMIT 3")["records"];
    CHECK(records[0]["Name"] == "Acme");
    CHECK(records[0]["Contacts"]["totalSize"] == 2);
    CHECK(records[0]["Contacts"]["done"] == true);
    CHECK(records[0]["Contacts"]["records"][0]["Name"] == "Carl");
    CHECK(records[0]["Contacts"]["records"][0]["Account"]["Industry"] == "Tech");
    CHECK(records[0]["Contacts"]["records"][0]["attributes"]["type"] == "Contact");
    CHECK(records[0]["Opportunities"]["records"][0]["Amount"] == 100000.0);
    CHECK(records[2]["Contacts"].is_null());
}

TEST_CASE("children have children") {
    QueryOrg org;
    const auto records = org.ask(
        "SELECT (SELECT Name, (SELECT Name, (SELECT Name FROM Contacts) FROM ChildAccounts) FROM "
        "ChildAccounts) FROM Account WHERE Name = 'Acme'")["records"];
    const auto& beta = records[0]["ChildAccounts"]["records"][0];
    CHECK(beta["Name"] == "Beta");
    CHECK(beta["ChildAccounts"]["records"][0]["Name"] == "Gamma");
    CHECK(beta["ChildAccounts"]["records"][0]["Contacts"].is_null());
}

TEST_CASE("deleted records are seen only when asked for") {
    QueryOrg org;
    CHECK(org.column("SELECT Name FROM Account WHERE Name LIKE 'G%' ORDER BY Name") == "Gamma");
    CHECK(org.column("SELECT Name FROM Account WHERE Name LIKE 'G%' ORDER BY Name ALL ROWS") == "Gamma, Gone");
    org.context.deleted_too = true;
    CHECK(org.column("SELECT Name FROM Account WHERE IsDeleted = true") == "Gone");
}

TEST_CASE("USING SCOPE narrows to the user's own") {
    QueryOrg org;
    CHECK(org.column("SELECT Name FROM Account USING SCOPE mine ORDER BY Name") == "Acme, Gamma");
    CHECK(org.column("SELECT Name FROM Contact USING SCOPE Everything ORDER BY Name") == "Bea, Cara, Carl, Nemo");
    const char* other = GENERATE("team", "delegated", "my_territory", "nonsense");
    CHECK(org.code(std::string("SELECT Name FROM Account USING SCOPE ") + other) == "INVALID_QUERY_SCOPE");
    CHECK(org.code("SELECT Name FROM Group USING SCOPE mine") == "INVALID_QUERY_SCOPE");
}

TEST_CASE("sorting puts nulls first unless told otherwise, ignores case, and knows the order of picklists") {
    QueryOrg org;
    CHECK(org.column("SELECT Name FROM Account ORDER BY NumberOfEmployees, Name") ==
          "Gamma, Delta 50%, Élan_x, Beta, Acme");
    CHECK(org.column("SELECT Name FROM Account ORDER BY NumberOfEmployees DESC, Name DESC") ==
          "Gamma, Acme, Beta, Élan_x, Delta 50%");
    CHECK(org.column("SELECT Name FROM Account ORDER BY NumberOfEmployees DESC NULLS LAST, Name") ==
          "Acme, Beta, Delta 50%, Élan_x, Gamma");
    CHECK(org.column("SELECT Name FROM Account ORDER BY Industry NULLS LAST, Name") ==
          "Acme, Élan_x, Beta, Delta 50%, Gamma");
    CHECK(org.column("SELECT Name FROM Contact ORDER BY Account.Name DESC NULLS LAST, Name") ==
          "Bea, Cara, Carl, Nemo");
    org.execute("UPDATE Contact SET Name = 'aaron' WHERE Name = 'Nemo'");
    CHECK(org.column("SELECT Name FROM Contact ORDER BY Name") == "aaron, Bea, Cara, Carl");
}

TEST_CASE("OFFSET skips rows, up to two thousand") {
    QueryOrg org;
    CHECK(org.column("SELECT Name FROM Contact ORDER BY Name LIMIT 2 OFFSET 1") == "Cara, Carl");
    CHECK(org.column("SELECT Name FROM Contact ORDER BY Name OFFSET 3") == "Nemo");
    CHECK(org.code("SELECT Name FROM Contact OFFSET 2001") == "NUMBER_OUTSIDE_VALID_RANGE");
    CHECK(org.sentence("SELECT Name FROM Contact OFFSET 2001") == "Maximum SOQL offset allowed is 2000");
}

TEST_CASE("DISTANCE filters and sorts by the great circle") {
    QueryOrg org;
    CHECK(org.column("SELECT Name FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(52.5, 13.4), 'km') < 10") ==
          "Acme");
    CHECK(org.column("SELECT Name FROM Account WHERE BillingCity != null ORDER BY DISTANCE(BillingAddress, "
                     "GEOLOCATION(48.8, 2.3), 'mi')") == "Gamma, Acme");
    const auto records = org.ask(
        "SELECT DISTANCE(BillingAddress, GEOLOCATION(48.8566, 2.3522), 'km') far FROM Account WHERE "
        "Name = 'Acme'")["records"];
    CHECK(records[0]["far"].get<double>() == Approx(877.5).margin(1));
}
