#include "org.hpp"

#include <catch2/catch.hpp>

using alysio::sandbox::org::testing::QueryOrg;

TEST_CASE("refusals are word for word Salesforce's") {
    QueryOrg org;
    CHECK(org.refusal("SELECT Bacon__c FROM Account LIMIT 2") ==
          "\nSELECT Bacon__c FROM Account LIMIT 2\n       ^\nERROR at Row:1:Column:8\n"
          "No such column 'Bacon__c' on entity 'Account'. If you are attempting to use a custom field, be sure to "
          "append the "
          "'__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate "
          "names.");
    CHECK(org.refusal("SELECT Id FROM Accout") ==
          "\nSELECT Id FROM Accout\n               ^\nERROR at Row:1:Column:16\n"
          "sObject type 'Accout' is not supported. If you are attempting to use a custom object, be sure to append the "
          "'__c' "
          "after the entity name. Please reference your WSDL or the describe call for the appropriate names.");
    CHECK(
        org.refusal("SELECT Id, Acount.Name FROM Contact") ==
        "\nSELECT Id, Acount.Name FROM Contact\n           ^\nERROR at Row:1:Column:12\n"
        "Didn't understand relationship 'Acount' in field path. If you are attempting to use a custom relationship, be "
        "sure to "
        "append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the "
        "appropriate names.");
    CHECK(org.sentence("SELECT (SELECT Id FROM Contact) FROM Account") ==
          "Didn't understand relationship 'Contact' in FROM part of query call. If you are attempting to use a custom "
          "relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or "
          "the "
          "describe call for the appropriate names.");
}

TEST_CASE("each refusal has Salesforce's code") {
    const auto [text, code] = GENERATE(table<std::string, std::string>({
        {"SELECT", "MALFORMED_QUERY"},
        {"SELECT Id FROM Nope", "INVALID_TYPE"},
        {"SELECT Id FROM Account.Contacts", "INVALID_TYPE"},
        {"SELECT Nope FROM Account", "INVALID_FIELD"},
        {"SELECT Id FROM Account WHERE Nope = 1", "INVALID_FIELD"},
        {"SELECT Id FROM Account ORDER BY Nope", "INVALID_FIELD"},
        {"SELECT Nope.Name FROM Account", "INVALID_FIELD"},
        {"SELECT (SELECT Id FROM Nopes) FROM Account", "INVALID_TYPE"},
        {"SELECT Id, Id FROM Account", "INVALID_FIELD"},
        {"SELECT Parent.Parent.Parent.Parent.Parent.Parent.Name FROM Account", "INVALID_FIELD"},
        {"SELECT Parent.Parent.Parent.Parent.Parent.Name FROM Account", "accepted"},
        {"SELECT Id FROM Account ORDER BY Description", "MALFORMED_QUERY"},
        {"SELECT Id FROM Account ORDER BY Tags__c", "MALFORMED_QUERY"},
        {"SELECT COUNT(Id) FROM Account GROUP BY Description", "MALFORMED_QUERY"},
        {"SELECT COUNT(Description) FROM Account", "MALFORMED_QUERY"},
        {"SELECT Id FROM Opportunity WHERE CALENDAR_YEAR(CloseDate) = THIS_YEAR", "INVALID_FIELD"},
        {"SELECT Industry i, COUNT(Id) FROM Account GROUP BY Industry HAVING i = 'x'", "INVALID_FIELD"},
        {"SELECT COUNT(), TYPEOF Who WHEN Contact THEN Name END FROM Task", "MALFORMED_QUERY"},
        {"SELECT TYPEOF Who WHEN Contact THEN Name END, COUNT(Id) FROM Task GROUP BY WhoId", "MALFORMED_QUERY"},
        {"SELECT Who.Name, TYPEOF Who WHEN Contact THEN Name END FROM Task", "INVALID_FIELD"},
        {"SELECT TYPEOF Who WHEN Account THEN Name END FROM Task", "INVALID_TYPE"},
        {"SELECT Id FROM Contact WHERE Id IN (SELECT TYPEOF Who WHEN Contact THEN Id END FROM Task)",
         "MALFORMED_QUERY"},
        {"SELECT Id FROM Account WHERE TYPEOF Who WHEN Contact THEN Id END = null", "MALFORMED_QUERY"},
        {"SELECT Id FROM Account WHERE Description LIKE '%x%'", "INVALID_FIELD"},
    }));
    QueryOrg org;
    INFO(text);
    CHECK(org.code(text) == code);
}

TEST_CASE("what the user may not read does not exist") {
    QueryOrg org;
    CHECK(org.code("SELECT Id FROM Vault__c") == "INVALID_TYPE");
    const std::string text = GENERATE("SELECT Secret__c FROM Account", "SELECT Id FROM Account WHERE Secret__c = 'x'",
                                      "SELECT Id FROM Account ORDER BY Secret__c",
                                      "SELECT Account.Secret__c FROM Contact", "SELECT MAX(Secret__c) FROM Account");
    CHECK_THAT(org.sentence(text), Catch::StartsWith("No such column 'Secret__c' on entity 'Account'."));
}

TEST_CASE("objects that the user may not read are not listed either") {
    QueryOrg org;
    CHECK(org.column("SELECT QualifiedApiName FROM EntityDefinition", "QualifiedApiName") == "Account");
}

TEST_CASE("what the sandbox org does not do, it says") {
    const std::string text = GENERATE(
        "SELECT Id FROM Account UPDATE TRACKING", "SELECT Id FROM Account UPDATE VIEWSTAT",
        "SELECT Id FROM Account WITH DATA CATEGORY Geography__c AT usa__c", "SELECT Id FROM Account WITH x = 'y'");
    QueryOrg org;
    CHECK(org.code(text) == "MALFORMED_QUERY");
    CHECK_THAT(org.sentence(text), Catch::EndsWith("is not supported by the sandbox org"));
}
