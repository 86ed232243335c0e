#include "sandbox_host/org/schema/schema.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace alysio::sandbox::org;
using nlohmann::json;

namespace {

const json user = json::parse(R"({"name": "User", "key_prefix": "005", "fields": [
    {"name": "Name", "type": "string", "name_field": true}]})");
const json account = json::parse(R"({"name": "Account", "key_prefix": "001", "fields": [
    {"name": "Name", "type": "string", "required": true, "name_field": true},
    {"name": "BillingAddress", "type": "address"},
    {"name": "ARR__c", "label": "ARR", "type": "currency", "precision": 16, "scale": 2},
    {"name": "Description", "type": "textarea", "length": 32000}]})");
const json contact = json::parse(R"({"name": "Contact", "key_prefix": "003", "fields": [
    {"name": "LastName", "type": "string", "length": 80, "required": true},
    {"name": "AccountId", "type": "reference", "to": ["Account"], "children": "Contacts"}]})");
const json visit = json::parse(R"({"name": "Visit__c", "key_prefix": "a00", "fields": [
    {"name": "Account__c", "type": "master_detail", "to": ["Account"], "children": "Visits__r"},
    {"name": "Stars__c", "type": "picklist", "restricted": true,
     "values": ["One", {"value": "2", "label": "Two"}]}]})");

Schema demo() {
    return *Schema::load({user, account, contact, visit});
}

}  // namespace

TEST_CASE("objects and fields are found whatever the letter case, and keep their own spelling") {
    const Schema schema = demo();
    REQUIRE(schema.find("aCCount") != nullptr);
    REQUIRE(schema.find("account")->find("arr__C") != nullptr);
    CHECK(schema.find("account")->find("arr__C")->name == "ARR__c");
    CHECK(schema.find("Accounts") == nullptr);
    CHECK(schema.find("Account")->find("Nam") == nullptr);
}

TEST_CASE("an id belongs to the object with its key prefix") {
    const Schema schema = demo();
    CHECK(schema.of_id("003000000000001AAA") == schema.find("Contact"));
    CHECK(schema.of_id("zzz000000000001AAA") == nullptr);
    CHECK(schema.of_id("0") == nullptr);
}

TEST_CASE("a reference is known both ways by its relationship names") {
    const Schema schema = demo();
    const Object& contacts = *schema.find("Contact");
    REQUIRE(contacts.find_parent("account") != nullptr);
    CHECK(contacts.find_parent("account")->name == "AccountId");
    CHECK(schema.find("Visit__c")->find_parent("Account__r")->name == "Account__c");
    const ChildRelationship* down = schema.find("Account")->find_child("contacts");
    REQUIRE(down != nullptr);
    CHECK(down->child == "Contact");
    CHECK(down->field == "AccountId");
    CHECK_FALSE(down->cascade_delete);
    CHECK(schema.find("Account")->find_child("Visits__r")->cascade_delete);
    CHECK(schema.find("User")->find_child("") == nullptr);
}

TEST_CASE("every object has Salesforce's system fields, and an owner unless it has a master") {
    const Schema schema = demo();
    for (const char* name : {"Id", "IsDeleted", "CreatedDate", "CreatedById", "LastModifiedDate", "SystemModstamp"}) {
        REQUIRE(schema.find("Contact")->find(name) != nullptr);
        CHECK_FALSE(schema.find("Contact")->find(name)->createable);
    }
    CHECK(schema.find("Contact")->find("OwnerId") != nullptr);
    CHECK(schema.find("Visit__c")->find("OwnerId") == nullptr);
    CHECK(schema.find("Visit__c")->find("Account__c")->required());
}

TEST_CASE("an address is a read-only compound of stored parts") {
    const Schema schema = demo();
    const Object& accounts = *schema.find("Account");
    REQUIRE(accounts.find("BillingCity") != nullptr);
    CHECK(accounts.find("BillingCity")->compound == "BillingAddress");
    CHECK(accounts.find("BillingCity")->label == "Billing City");
    CHECK_FALSE(accounts.find("BillingAddress")->stored());
    CHECK_FALSE(accounts.find("BillingAddress")->createable);
}

TEST_CASE("a type decides what a query may do with a field") {
    const Schema schema = demo();
    const Field& arr = *schema.find("Account")->find("ARR__c");
    CHECK(arr.aggregatable);
    CHECK_FALSE(arr.groupable);
    const Field& description = *schema.find("Account")->find("Description");
    CHECK_FALSE(description.filterable);
    CHECK_FALSE(description.sortable);
}

TEST_CASE("a schema that makes no sense is refused in words that name the place") {
    const auto [document, message] = GENERATE(table<std::string, std::string>({
        {R"({"name": "A B", "fields": []})", "an object's \"name\" must be an API name, not \"A B\""},
        {R"({"name": "A", "feilds": []})", "A has an unknown key \"feilds\""},
        {R"({"name": "A", "fields": [{"name": "B", "type": "text"}]})", "A.B: there is no field type \"text\""},
        {R"({"name": "A", "fields": [{"name": "B", "type": "string", "lenght": 3}]})",
         "A.B has an unknown key \"lenght\""},
        {R"({"name": "A", "owner": [], "system_fields": false,
             "fields": [{"name": "B", "type": "reference", "to": ["Acount"]}]})",
         "A.B points at Acount, which is not declared"},
        {R"({"name": "A", "owner": [],
             "fields": [{"name": "B", "type": "picklist", "controller": "C", "values": []}]})",
         "A.B: the controller \"C\" is not a field of A"},
        {R"({"name": "A", "fields": [{"name": "Id", "type": "string"}]})", "A.Id is declared twice"},
    }));
    const auto schema = Schema::load({json::parse(document)});
    REQUIRE_FALSE(schema);
    CHECK(schema.error().message == message);
}
