#include "plugin/salesforce/object_name.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

TEST_CASE("Names of every kind of object may stand in a path") {
    CHECK(is_object_name(GENERATE("Account", "Invoice__c", "Rate__mdt", "Order_Placed__e", "Order__x", "ns__Invoice__c",
                                  "Knowledge__kav")));
}

TEST_CASE("Nothing else may stand in a path") {
    CHECK_FALSE(is_object_name(GENERATE(as<std::string>{}, "", "_Account", "1Account", "Account/describe", "..",
                                        "Account%2e", "Account ", "Kontö", "Account;", std::string(81, 'a'))));
}

TEST_CASE("A dotted path holds up to five relationships and a field") {
    CHECK(is_field_path("Name"));
    CHECK(is_field_path("Owner.Name"));
    CHECK(is_field_path("A__r.B__r.C__r.D__r.E__r.Name"));
    CHECK_FALSE(is_field_path(GENERATE("", ".", "Owner.", ".Name", "Owner..Name", "a.b.c.d.e.f.g", "Name FROM Account",
                                       "COUNT()", "(SELECT Id")));
}

TEST_CASE("Well-known prefixes tell the object, and shared or local ones tell nothing") {
    CHECK(object_of_prefix("006") == "Opportunity");
    CHECK(prefix_of_object("opportunity") == "006");
    CHECK(object_of_prefix("00q").empty());  // Lead is 00Q
    CHECK(object_of_prefix("00a").empty());
    CHECK(object_of_prefix("a00").empty());
    CHECK(has_no_own_prefix(GENERATE("AccountHistory", "Invoice__Share", "AccountFeed", "Order__x")));
}
