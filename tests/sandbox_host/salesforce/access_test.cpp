#include "sandbox_host/tenants/access.hpp"

#include "sandbox_host/tenants/enforcement.hpp"
#include "tests/sandbox_host/tenants/fixtures.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::salesforce {
namespace {

using tenants::AccessPolicy;
using tenants::AccessRule;
using tenants::EndpointPolicy;
using tenants::get;
using tenants::patch;
using tenants::post;
using tenants::shipped_policy;

const std::string id = "006000000000001AAA";

class Checker {
  public:
    explicit Checker(AccessRule read = {}, AccessRule write = {})
        : policy_(shipped_policy()), access_("acme", std::move(read), std::move(write)) {}

    // What is denied, or "".
    std::string operator()(const connection::RequestView& request) const {
        const auto match = policy_->match(request);
        if (!match) return "no endpoint";
        const auto checked = access_.check(request, *match, *policy_);
        if (checked) return "";
        CHECK(checked.error().status == ALYSIO_E_DENIED);
        return checked.error().subject;
    }
    std::string query(std::string_view soql) const { return (*this)(get("/query", {{"q", soql}})); }

  private:
    std::shared_ptr<const EndpointPolicy> policy_;
    AccessPolicy access_;
};

AccessRule allowing(std::vector<std::string> objects) {
    return {std::move(objects), {}, {}, {}};
}
AccessRule denying(std::vector<std::string> objects, std::vector<std::string> fields = {}) {
    return {{}, std::move(objects), std::move(fields), {}};
}

}  // namespace

TEST_CASE("nobody writes what decides over permissions and code") {
    const auto object = GENERATE(values<std::string>({"User",
                                                      "USER",
                                                      "user",
                                                      "UserRole",
                                                      "Profile",
                                                      "PermissionSet",
                                                      "PermissionSetAssignment",
                                                      "permissionsetgroup",
                                                      "Group",
                                                      "GroupMember",
                                                      "AccountShare",
                                                      "Deal__Share",
                                                      "ObjectPermissions",
                                                      "FieldPermissions",
                                                      "SetupEntityAccess",
                                                      "ApexClass",
                                                      "ApexTrigger",
                                                      "CronTrigger",
                                                      "SecuritySettings",
                                                      "NamedCredential"}));
    CAPTURE(object);
    const Checker check;
    CHECK(check(post("/sobjects/" + object, "{}")) == object);
    CHECK(check(patch("/sobjects/" + object + "/" + id, "{}")) == object);
    CHECK(check(get("/sobjects/" + object + "/" + id)) == "");
}

TEST_CASE("a tenant cannot allow what the manifest denies") {
    CHECK(Checker{{}, allowing({"User", "Account"})}(post("/sobjects/User", "{}")) == "User");
}

TEST_CASE("an unrestricted tenant reads and writes everything else") {
    const Checker check;
    CHECK(check(post("/sobjects/Account", R"({"Name":"x"})")) == "");
    CHECK(check.query("SELECT Id, Parent__r.Name FROM Whatever__c") == "");
    CHECK(check.query("this is no SOQL") == "");
}

TEST_CASE("objects are denied for writing by name and by pattern") {
    const Checker check{{}, denying({"Opp*", "Case"})};
    CHECK(check(post("/sobjects/Opportunity", "{}")) == "Opportunity");
    CHECK(check(patch("/sobjects/case/" + id, "{}")) == "case");
    CHECK(check(post("/sobjects/Account", "{}")) == "");
    CHECK(check(get("/sobjects/Case/" + id)) == "");
}

TEST_CASE("with a list of writable objects, only those are") {
    const Checker check{{}, allowing({"Task"})};
    CHECK(check(post("/sobjects/Task", "{}")) == "");
    CHECK(check(post("/sobjects/Account", "{}")) == "Account");
    CHECK(Checker{{}, allowing({})}(post("/sobjects/Task", "{}")) == "Task");
}

TEST_CASE("a denied field is found in a body however it is written") {
    const Checker check{{}, denying({}, {"Contact.AccountId", "Contact.Deal__c", "*.Salary__c"})};
    using Row = std::pair<std::string, std::string>;
    const auto [body, subject] = GENERATE(values<Row>({
        {R"({"LastName":"x","Phone":"1"})", ""},
        {R"({"accountid":"001"})", "Contact.accountid"},
        {R"({"LastName":"x","Salary__c":1})", "Contact.Salary__c"},
        {R"({"Salary__c":1,"Salary__c":2})", "Contact.Salary__c"},
        {R"({"Account":{"External__c":"7"}})", "Contact.Account"},
        {R"({"Deal__r":{"External__c":"7"}})", "Contact.Deal__r"},
        {"{\"\\u0053alary__c\":1}", "Contact.Salary__c"},
        {R"({"Description":"Salary__c"})", ""},
        {R"({"Custom__c":{"Salary__c":1}})", ""},
    }));
    CAPTURE(body);
    CHECK(check(post("/sobjects/Contact", body)) == subject);
}

TEST_CASE("the body of a write is one JSON object") {
    const auto body = GENERATE(values<std::string>({"", "[]", R"([{"Name":"x"}])", "null", R"({"Name":)", "{} {}"}));
    CAPTURE(body);
    CHECK(Checker{}(post("/sobjects/Account", body)) == "Account");
}

TEST_CASE("where reads are restricted, records and descriptions are too") {
    const Checker check{denying({"Case"})};
    CHECK(check(get("/sobjects/Case/" + id)) == "Case");
    CHECK(check(get("/sobjects/case/describe")) == "case");
    CHECK(check(get("/sobjects/Account/" + id)) == "");
    CHECK(check(get("/")) == "");
}

TEST_CASE("where reads are restricted, a query passes only if every object in it is known and allowed") {
    const Checker check{denying({"Case", "User"})};
    using Row = std::pair<std::string, std::string>;
    const auto [query, subject] = GENERATE(values<Row>({
        {"SELECT Id FROM Account", ""},
        {"SELECT Id, Account.Name FROM Contact", ""},
        {"SELECT Id, (SELECT Id FROM Contacts) FROM Account", ""},
        {"SELECT Id FROM Case", "Case"},
        {"select id from CASE c", "CASE"},
        {"SELECT Id, (SELECT Id FROM Cases) FROM Account", "Case"},
        {"SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Case)", "Case"},
        {"SELECT Id, Owner.Name FROM Account", "User"},
        {"SELECT Id FROM Account ORDER BY LastModifiedBy.Name", "User"},
        {"SELECT Id FROM Contact WHERE Account.Owner.Name = 'x'", "User"},
        {"SELECT COUNT(Id) FROM Account GROUP BY CreatedBy.Name", "User"},
        {"SELECT TYPEOF Who WHEN Case THEN Id END FROM Task", "Case"},
        {"SELECT Id, What.Name FROM Task", "What"},
        {"SELECT Id, Deal__r.Name FROM Visit__c", "Deal__r"},
        {"SELECT Id, (SELECT Id FROM Visits__r) FROM Account", "Visits__r"},
        {"SELECT Id FROM", "query"},
        {"FIND {x} IN ALL FIELDS", "query"},
    }));
    CAPTURE(query);
    CHECK(check.query(query) == subject);
}

TEST_CASE("a tenant can say which objects a relationship leads to") {
    auto rule = denying({"Secret__c"});
    rule.relationships = {{"Deal__r", {"Deal__c"}}, {"Hidden__r", {"Secret__c"}}};
    const Checker check{rule};
    CHECK(check.query("SELECT deal__r.Name FROM Visit__c") == "");
    CHECK(check.query("SELECT Hidden__r.Name FROM Visit__c") == "Secret__c");
}

TEST_CASE("a field that may not be read is found wherever a query names it") {
    const Checker check{denying({}, {"Contact.Birthdate", "*.SSN__c"})};
    using Row = std::pair<std::string, std::string>;
    const auto [query, subject] = GENERATE(values<Row>({
        {"SELECT Id, LastName FROM Contact", ""},
        {"SELECT Birthdate FROM Lead", ""},
        {"SELECT Id FROM Contact WHERE LastName = 'Birthdate'", ""},
        {"SELECT Id FROM Contact WHERE LastName = 'it\\'s Birthdate'", ""},
        {"SELECT Id, birthdate FROM Contact", "birthdate"},
        {"SELECT Id FROM Contact WHERE Birthdate > 2000-01-01", "Birthdate"},
        {"SELECT Id FROM Contact ORDER BY Birthdate", "Birthdate"},
        {"SELECT Id, (SELECT Birthdate FROM Contacts) FROM Account", "Birthdate"},
        {"SELECT Who.Name FROM Task WHERE Who.Birthdate = null", "Birthdate"},
        {"SELECT MAX(SSN__c) FROM Account", "SSN__c"},
        {"SELECT FIELDS(ALL) FROM Contact LIMIT 10", "FIELDS"},
        {"SELECT FIELDS(ALL) FROM Account LIMIT 10", "FIELDS"},
    }));
    CAPTURE(query);
    CHECK(check.query(query) == subject);
}

TEST_CASE("a value that may not be read is not told by another name") {
    struct Row {
        const char* denied;
        const char* query;
        bool passes;
    };
    const auto row = GENERATE(values<Row>({
        // the lookup behind a path, wherever the path stands
        {"Account.OwnerId", "SELECT Owner.Id FROM Account", false},
        {"Account.OwnerId", "SELECT Id FROM Account WHERE Owner.Name = 'x'", false},
        {"Account.OwnerId", "SELECT COUNT(Id) FROM Account GROUP BY Owner.Name", false},
        {"Account.OwnerId", "SELECT Id FROM Account ORDER BY Owner.Alias", false},
        {"Account.OwnerId", "SELECT COUNT(Id) FROM Account GROUP BY Name HAVING MAX(Owner.Name) > 'a'", false},
        {"Account.OwnerId", "SELECT a.Owner.Name FROM Account a", false},
        {"Account.CreatedById", "SELECT CreatedBy.Id FROM Account", false},
        {"Contact.AccountId", "SELECT Account.Id FROM Contact", false},
        {"Contact.AccountId", "SELECT toLabel(Account.Industry) FROM Contact", false},
        {"Account.ParentId", "SELECT (SELECT Id FROM ChildAccounts) FROM Account", false},
        {"Visit__c.Deal__c", "SELECT Deal__r.Name FROM Visit__c", false},
        {"Task.WhoId", "SELECT TYPEOF Who WHEN Contact THEN Name END FROM Task", false},
        {"Account.OwnerId", "SELECT Id FROM Account USING SCOPE mine", false},
        // the same lookup from the other side
        {"Contact.AccountId", "SELECT (SELECT Id FROM Contacts) FROM Account", false},
        {"Opportunity.AccountId", "SELECT Name, (SELECT Id FROM Opportunities) FROM Account", false},
        {"Deal__c.Visit__c", "SELECT (SELECT Id FROM Deals__r) FROM Visit__c", false},
        {"Contact.AccountId", "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact)", false},
        // compounds and their parts
        {"Account.BillingCity", "SELECT BillingAddress FROM Account", false},
        {"Account.BillingAddress", "SELECT BillingStreet FROM Account", false},
        {"Account.BillingState", "SELECT BillingStateCode FROM Account", false},
        {"Lead.Street", "SELECT Address FROM Lead", false},
        {"Contact.LastName", "SELECT Name FROM Contact", false},
        {"Contact.Name", "SELECT FORMAT(FirstName) FROM Contact", false},
        {"Shop__c.Where__c", "SELECT Where__Latitude__s FROM Shop__c", false},
        {"Shop__c.Where__Longitude__s", "SELECT DISTANCE(Where__c, GEOLOCATION(1,2), 'km') FROM Shop__c", false},
        // what is computed from it
        {"Opportunity.Amount", "SELECT SUM(ExpectedRevenue) FROM Opportunity", false},
        {"Opportunity.StageName", "SELECT IsWon FROM Opportunity", false},
        {"Opportunity.CloseDate", "SELECT FiscalQuarter FROM Opportunity", false},
        {"Account.FirstName", "SELECT PersonEmail, Name FROM Account", false},
        // where values are recorded
        {"Account.Phone", "SELECT OldValue FROM AccountHistory", false},
        {"Opportunity.Amount", "SELECT NewValue FROM OpportunityFieldHistory", false},
        {"Deal__c.Price__c", "SELECT NewValue FROM Deal__History", false},
        {"Account.Phone", "SELECT Body FROM AccountFeed", false},
        {"Task.Description", "SELECT (SELECT Subject FROM OpenActivities) FROM Account", false},
        {"Event.Subject", "SELECT (SELECT Id FROM ActivityHistories) FROM Account", false},
        // a parent's own field, an alias, a function over it
        {"Account.Secret__c", "SELECT Account.Secret__c FROM Contact", false},
        {"Account.Secret__c", "SELECT MAX(Secret__c) Owner FROM Account", false},
        {"Account.Secret__c", "SELECT Name FROM Account WHERE NOT Secret__c = null", false},
        // and what tells nothing of it
        {"Account.OwnerId", "SELECT Name, Industry FROM Account", true},
        {"Contact.AccountId", "SELECT Owner.Name FROM Contact", true},
        {"Contact.AccountId", "SELECT Name FROM Account", true},
        {"Account.BillingCity", "SELECT ShippingAddress, BillingCountry FROM Account", true},
        {"Opportunity.Amount", "SELECT Probability, StageName FROM Opportunity", true},
        {"Account.Phone", "SELECT NewValue FROM ContactHistory", true},
        {"Contact.Birthdate", "SELECT (SELECT Name FROM Contacts) FROM Account", true},
    }));
    CAPTURE(row.denied, row.query);
    AccessRule rule = denying({}, {row.denied});
    rule.relationships = {{"Deal__r", {"Deal__c"}}, {"Deals__r", {"Deal__c"}}};
    CHECK((Checker{rule}.query(row.query) == "") == row.passes);
}

TEST_CASE("a record is not read by a name that tells what may not be read") {
    struct Row {
        const char* denied;
        const char* object;
        const char* fields;
        bool passes;
    };
    const auto row = GENERATE(values<Row>({
        {"Account.BillingCity", "Account", "BillingAddress", false},
        {"Account.BillingAddress", "Account", "BillingPostalCode", false},
        {"Contact.FirstName", "Contact", "Name", false},
        {"Opportunity.Amount", "Opportunity", "ExpectedRevenue", false},
        {"Account.Phone", "AccountHistory", "NewValue", false},
        {"Account.BillingCity", "Account", "Name,ShippingAddress", true},
        {"Account.Phone", "ContactHistory", "NewValue", true},
    }));
    CAPTURE(row.denied, row.fields);
    const Checker check{denying({}, {row.denied})};
    const auto path = "/sobjects/" + std::string(row.object) + "/" + id;
    CHECK((check(get(path, {{"fields", row.fields}})) == "") == row.passes);
}

TEST_CASE("where an object may not be read, neither may what records its values") {
    const Checker check{denying({"Salary__c", "Account"})};
    CHECK(check.query("SELECT NewValue FROM Salary__History") == "Salary__c");
    CHECK(check(get("/sobjects/AccountHistory/" + id, {{"fields", "NewValue"}})) == "Account");
}

TEST_CASE("a record with fields that may not be read is read by naming the others") {
    const Checker check{denying({}, {"Contact.Birthdate"})};
    const auto contact = [&](std::vector<connection::PairView> query) {
        return check(get("/sobjects/Contact/003000000000001AAA", std::move(query)));
    };
    CHECK(contact({}) == "Contact");
    CHECK(contact({{"fields", ""}}) == "Contact");
    CHECK(contact({{"fields", "LastName,Phone"}}) == "");
    CHECK(contact({{"fields", "LastName,birthDate"}}) == "Contact.birthDate");
    CHECK(contact({{"fields", "LastName, Birthdate"}}) == "Contact. Birthdate");
    CHECK(contact({{"fields", "Account.Name"}}) == "Contact.Account.Name");
    CHECK(check(get("/sobjects/Account/" + id)) == "");
    CHECK(check(get("/sobjects/Contact/describe")) == "");
}

TEST_CASE("an object is one plain name, so that no other spelling of a denied one passes") {
    const Checker check{denying({"Salary__c"}), denying({"Salary__c"})};
    const auto object =
        GENERATE(values<std::string>({"Salary__c%20", "Lead,Salary__c", "Salary__c%C2%A0", "Salary%2ac"}));
    CAPTURE(object);
    CHECK(check(get("/sobjects/" + object + "/describe")) != "");
    CHECK(check(post("/sobjects/" + object, "{}")) != "");
    CHECK(check(get("/sobjects/Lead/describe")) == "");
}

TEST_CASE("where reads are restricted, a request to query without a query is denied") {
    CHECK(Checker{denying({"Salary__c"})}(get("/query")) == "query");
    CHECK(Checker{}(get("/query")) == "");
}

TEST_CASE("with an empty list of readable objects nothing is read") {
    const Checker check{allowing({})};
    CHECK(check.query("SELECT Id FROM Account") == "Account");
    CHECK(check(get("/sobjects/Account/" + id)) == "Account");
    CHECK(check(get("/")) == "");
}

TEST_CASE("the manifest that ships can be held to every rule there is") {
    tenants::TenantConfig tenant;
    tenant.name = "acme";
    for (auto* rule : {&tenant.read, &tenant.write}) {
        *rule = denying({"Case", "*"}, {"Contact.Birthdate", "*.SSN__c", "*.*"});
        rule->allowed_objects = {"Account"};
    }
    const auto errors = tenants::unenforceable_rules(tenant, *shipped_policy());
    INFO((errors.empty() ? "" : errors[0].pointer + ": " + errors[0].message));
    CHECK(errors.empty());
}

}  // namespace alysio::sandbox::salesforce
