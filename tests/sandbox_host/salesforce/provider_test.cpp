#include "sandbox_host/salesforce/provider.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace alysio::sandbox::salesforce {

TEST_CASE("an address that Salesforce gives leads to a path below the API's root") {
    using Row = std::pair<std::string, std::string>;
    const auto [address, path] = GENERATE(values<Row>({
        {"/services/data/v62.0/query/01g-2000", "/query/01g-2000"},
        {"/services/data/v9.0/", "/"},
        {"/services/data/v62.0", ""},
        {"/services/data/vX/query/L", ""},
        {"/services/apexrest/v62.0/query/L", ""},
        {"https://evil.example/services/data/v62.0/query/L", ""},
        {"/query/L", ""},
        {"", ""},
    }));
    CAPTURE(address);
    CHECK(provider()->below_root(address) == path);
}

TEST_CASE("a member of a body sets the lookup behind a relationship") {
    using Row = std::pair<std::string, std::string>;
    const auto [member, field] = GENERATE(values<Row>({
        {"Account", "AccountId"},
        {"Deal__r", "Deal__c"},
        {"Deal__R", "Deal__c"},
        {"__r", "__rId"},
    }));
    CHECK(provider()->field_set_by(member) == field);
}

TEST_CASE("a query tells its objects, what could be its fields, and whether it takes all of them") {
    const auto salesforce = provider();
    const auto reads = salesforce->read_statement("SELECT Id, Deal__r.Owner.Name, 'Text' FROM Visit__c", {});
    REQUIRE_FALSE(reads);
    CHECK(reads.error().subject == "query");

    const auto known = salesforce->read_statement(
        "SELECT FIELDS(ALL), deal__r.Owner.Name FROM Visit__c WHERE Name = 'Birthdate'", {{"Deal__r", {"Deal__c"}}});
    REQUIRE(known);
    CHECK(known->objects == std::vector<std::string>{"Visit__c", "Deal__c", "User", "Group"});
    CHECK(known->all_fields == "FIELDS");
    CHECK(std::count(known->fields.begin(), known->fields.end(), "OwnerId") == 1);
    CHECK(std::count(known->fields.begin(), known->fields.end(), "Birthdate") == 0);
}

}  // namespace alysio::sandbox::salesforce
