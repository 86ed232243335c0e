#include "sandbox_host/soql/references.hpp"

#include "sandbox_host/soql/parser.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::soql;
using Names = std::vector<std::string>;

namespace {

References references_of(const std::string& text) {
    const auto result = parse(text);
    REQUIRE(result);
    return references(*result);
}

}  // namespace

TEST_CASE("a plain query refers to one object") {
    const References found = references_of("SELECT Id, a.Name, Account.Phone FROM Account a WHERE account.Name = 'x'");
    CHECK(found.objects == Names{"Account"});
    CHECK(found.relationships.empty());
}

TEST_CASE("semi-joins and TYPEOF name further objects") {
    const References found = references_of(
        "SELECT TYPEOF What WHEN Opportunity THEN Account.Name END FROM Event "
        "WHERE AccountId IN (SELECT AccountId FROM Contact WHERE Id NOT IN (SELECT ContactId FROM CASE))");
    CHECK(found.objects == Names{"Event", "Opportunity", "Contact", "CASE"});
    CHECK(found.relationships == Names{"What", "Account"});
}

TEST_CASE("parents are found wherever a path can stand") {
    const References found = references_of(
        "SELECT Owner.Name, MIN(A__r.B__r.C) FROM X WHERE (NOT W__r.x = 1) AND DISTANCE(P__r.a, Q__r.b, 'km') < 1 "
        "GROUP BY owner.Name, G__r.x HAVING MAX(H__r.x) > 1 ORDER BY O__r.x");
    CHECK(found.objects == Names{"X"});
    CHECK(found.relationships == Names{"Owner", "A__r.B__r", "W__r", "P__r", "Q__r", "G__r", "H__r", "O__r"});
}

TEST_CASE("child queries name relationships, not objects") {
    const References found = references_of(
        "SELECT (SELECT Id, (SELECT Id FROM Cases) FROM Account.Contacts), (SELECT Id FROM a.Opportunities) FROM "
        "Account a");
    CHECK(found.objects == Names{"Account"});
    CHECK(found.relationships == Names{"Contacts", "Cases", "Opportunities"});
}
