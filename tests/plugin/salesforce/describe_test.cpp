#include "plugin/salesforce/describe.hpp"

#include <catch2/catch.hpp>

namespace describe_test {

using namespace alysio::salesforce;

namespace {

const std::string account =
    R"({"name":"Account","label":"Account","keyPrefix":"001","queryable":true,"createable":true,"updateable":false,
  "layoutable":true,"urls":{"uiDetailTemplate":"https://acme.my.salesforce.com/{ID}"},
  "fields":[{"name":"Name","type":"string","createable":true,"nillable":false,"length":255,"label":"Account Name"},
            {"name":"OwnerId","type":"reference","createable":true,"nillable":false,"defaultedOnCreate":true,"referenceTo":["User"],"relationshipName":"Owner"},
            {"name":"Active__c","type":"boolean","createable":true,"nillable":false}, 7, null],
  "childRelationships":[{"relationshipName":"Contacts","childSObject":"Contact","field":"AccountId"},{"relationshipName":null,"childSObject":"X","field":"Y"}],
  "recordTypeInfos":[{"master":true,"name":"Master"}]})";

}  // namespace

TEST_CASE("A describe is read for what the tools ask of it") {
    const auto object = read_describe(account);
    REQUIRE(object);
    CHECK(object->key_prefix == "001");
    CHECK(object->instance_url == "https://acme.my.salesforce.com");
    CHECK_FALSE(object->updateable);
    CHECK(object->fields.size() == 3);
    CHECK(object->field("NAME")->required());
    CHECK_FALSE(object->field("OwnerId")->required());
    CHECK_FALSE(object->field("Active__c")->required());
    CHECK(object->relationship("owner")->name == "OwnerId");
    CHECK(object->relationship("") == nullptr);
    CHECK(object->children.size() == 1);
    CHECK(object->record_types.empty());
    CHECK(object->size_bytes() > object->fields.size() * sizeof(Field));
}

TEST_CASE("Where a describe leaves something out, the careful reading is taken") {
    const auto object = read_describe(R"({"name":"Odd__c","keyPrefix":null,"fields":[{"name":"F__c"}]})");
    REQUIRE(object);
    CHECK(object->key_prefix.empty());
    CHECK(object->instance_url.empty());
    CHECK_FALSE(object->createable);
    CHECK(object->fields[0].read_only());
    CHECK(object->page() == RecordPage::lightning);
}

TEST_CASE("Pages follow the describe: none for settings, by id where there is no layout") {
    const auto [json, page] = GENERATE(table<std::string, RecordPage>({
        {R"({"name":"A__c","fields":[],"layoutable":true})", RecordPage::lightning},
        {R"({"name":"A__c","fields":[],"layoutable":false})", RecordPage::by_id_only},
        {R"({"name":"A__c","fields":[],"customSetting":true})", RecordPage::none},
        {R"({"name":"AccountHistory","fields":[],"layoutable":false})", RecordPage::none},
    }));
    CHECK(read_describe(json)->page() == page);
}

TEST_CASE("The bits of validFor name the controlling entries, most significant first") {
    // Recorded: Acre is valid for the 31st country, Brazil.
    const auto object = read_describe(
        R"({"name":"Account","fields":[{"name":"BillingStateCode","type":"picklist","picklistValues":[{"value":"AC","validFor":"AAAAAgAA"}]}]})");
    const PicklistValue& acre = object->fields[0].values[0];
    for (std::size_t i = 0; i < 100; ++i) CHECK(is_valid_for(acre, i) == (i == 30));
}

TEST_CASE("A name is split into the words people see") {
    const auto [name, words] = GENERATE(table<std::string, std::string>({{"StageName", "Stage Name"},
                                                                         {"Annual_Revenue__c", "Annual Revenue"},
                                                                         {"ARR__c", "ARR"},
                                                                         {"Id", "Id"},
                                                                         {"Next_Step", "Next Step"}}));
    CHECK(split_name(name) == words);
}

}  // namespace describe_test
