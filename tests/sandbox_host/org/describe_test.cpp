#include "sandbox_host/org/describe/describe.hpp"

#include "sandbox_host/org/describe/field_json.hpp"
#include "tests/sandbox_host/org/demo.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

json describe(DemoTenant& org, const std::string& object, const std::string& as = "admin") {
    return json::parse(describe_object(org.tenant->database(), org.tenant->schema(), org.object(object),
                                       *org.user(as).profile, {"63.0", "http://127.0.0.1:1"}));
}

// The names of an object's properties, sorted.
std::string names(const json& object) {
    std::string list;
    for (const auto& [name, value] : object.items()) list += (list.empty() ? "" : " ") + name;
    return list;
}

json field(const json& description, const std::string& name) {
    for (const json& field : description["fields"]) {
        if (field["name"] == name) return field;
    }
    return nullptr;
}

}  // namespace

TEST_CASE("a description has every property that Salesforce's has") {
    DemoTenant org;
    const json account = describe(org, "Account");
    CHECK(names(account) ==
          "actionOverrides activateable associateEntityType associateParentEntity childRelationships "
          "compactLayoutable createable custom customSetting deepCloneable defaultImplementation deletable "
          "deprecatedAndHidden extendedBy extendsInterfaces feedEnabled fields hasSubtypes implementedBy "
          "implementsInterfaces isInterface isSubtype keyPrefix label labelPlural layoutable listviewable "
          "lookupLayoutable mergeable mruEnabled name namedLayoutInfos networkScopeFieldName queryable "
          "recordTypeInfos replicateable retrieveable searchLayoutable searchable sobjectDescribeOption "
          "supportedScopes triggerable undeletable updateable urls");
    for (const json& field : account["fields"])
        CHECK(names(field) ==
              "aggregatable aiPredictionField autoNumber byteLength calculated calculatedFormula cascadeDelete "
              "caseSensitive compoundFieldName controllerName createable custom defaultValue defaultValueFormula "
              "defaultedOnCreate dependentPicklist deprecatedAndHidden digits displayLocationInDecimal encrypted "
              "externalId extraTypeInfo filterable filteredLookupInfo formulaTreatNullNumberAsZero groupable "
              "highScaleNumber htmlFormatted idLookup inlineHelpText label length mask maskType name nameField "
              "namePointing nillable permissionable picklistValues polymorphicForeignKey precision queryByDistance "
              "referenceTargetField referenceTo relationshipName relationshipOrder restrictedDelete "
              "restrictedPicklist scale searchPrefilterable soapType sortable type unique updateable "
              "writeRequiresMasterRead");
    CHECK(
        names(account["childRelationships"][0]) ==
        "cascadeDelete childSObject deprecatedAndHidden field junctionIdListNames junctionReferenceTo relationshipName "
        "restrictedDelete");
    CHECK(names(account["recordTypeInfos"][0]) ==
          "active available defaultRecordTypeMapping developerName master name recordTypeId urls");
    CHECK(names(field(account, "Industry")["picklistValues"][0]) == "active defaultValue label validFor value");
    CHECK(names(account["urls"]) ==
          "approvalLayouts compactLayouts describe layouts listviews quickActions rowTemplate sobject uiDetailTemplate "
          "uiEditTemplate uiNewRecord");
    CHECK(account["keyPrefix"] == "001");
    CHECK(account["urls"]["uiDetailTemplate"] == "http://127.0.0.1:1/{ID}");
    CHECK(account["urls"]["rowTemplate"] == "/services/data/v63.0/sobjects/Account/{ID}");
    CHECK(account["recordTypeInfos"].back()["recordTypeId"] == "012000000000000AAA");
}

TEST_CASE("the list of objects has every property that Salesforce's has") {
    DemoTenant org;
    const json list =
        json::parse(describe_global(org.tenant->schema(), *org.user("admin").profile, {"63.0", "http://127.0.0.1:1"}));
    CHECK(list["encoding"] == "UTF-8");
    CHECK(list["maxBatchSize"] == 200);
    for (const json& object : list["sobjects"]) {
        CHECK(names(object) ==
              "activateable associateEntityType associateParentEntity createable custom customSetting deepCloneable "
              "deletable deprecatedAndHidden feedEnabled hasSubtypes isInterface isSubtype keyPrefix label "
              "labelPlural layoutable mergeable mruEnabled name queryable replicateable retrieveable searchable "
              "triggerable undeletable updateable urls");
    }
    const std::string text = describe_global(org.tenant->schema(), *org.user("admin").profile, {"63.0", "x"});
    CHECK(text.find(R"({"activateable":false,"associateEntityType":null,)") != std::string::npos);
}

TEST_CASE("fields are described as a client needs them for writing") {
    DemoTenant org;
    const json opportunity = describe(org, "Opportunity");
    CHECK(field(opportunity, "Id")["type"] == "id");
    CHECK(field(opportunity, "Id")["createable"] == false);
    CHECK(field(opportunity, "Amount")["soapType"] == "xsd:double");
    CHECK(field(opportunity, "CloseDate")["nillable"] == false);
    CHECK(field(opportunity, "IsClosed")["updateable"] == false);
    CHECK(field(opportunity, "StageName")["picklistValues"].size() == 10);
    CHECK(field(opportunity, "StageName")["picklistValues"][7]["value"] == "Negotiation/Review");
    CHECK(field(opportunity, "AccountId")["referenceTo"] == json{"Account"});
    CHECK(field(opportunity, "AccountId")["relationshipName"] == "Account");
    CHECK(field(opportunity, "ContactId")["updateable"] == false);
    CHECK(field(describe(org, "Task"), "WhoId")["namePointing"] == true);
    CHECK(field(describe(org, "Contact"), "Name")["extraTypeInfo"] == "personname");
    CHECK(field(describe(org, "Contact"), "Name")["createable"] == false);
    CHECK(field(describe(org, "Contact"), "MailingCity")["compoundFieldName"] == "MailingAddress");
    CHECK(field(describe(org, "Account"), "Customer_Number__c")["idLookup"] == true);
    CHECK(field(describe(org, "Milestone__c"), "Project__c")["cascadeDelete"] == true);
}

TEST_CASE("dependent values tell their controlling entries in Salesforce's bit set") {
    DemoTenant org;
    const json country = field(describe(org, "Opportunity"), "Country__c");
    CHECK(country["dependentPicklist"] == true);
    CHECK(country["controllerName"] == "Region__c");
    CHECK(country["picklistValues"][0]["validFor"] == "gA==");
    CHECK(country["picklistValues"][3]["validFor"] == "QA==");
    CHECK(country["picklistValues"][6]["validFor"] == "IA==");
    CHECK(field(describe(org, "Opportunity"), "Region__c")["picklistValues"][0]["validFor"].is_null());
}

TEST_CASE("a bit set counts from the most significant bit, over as many bytes as it takes") {
    Field countries;
    countries.type = FieldType::picklist;
    for (int i = 0; i < 200; ++i) countries.values.push_back({"v" + std::to_string(i), "", true, false, {}, {}});
    PicklistValue acre;
    acre.valid_for = {"v30"};
    CHECK(valid_for_bits(countries, acre).substr(0, 8) == "AAAAAgAA");
    Field checkbox;
    checkbox.type = FieldType::boolean;
    PicklistValue when_checked;
    when_checked.valid_for = {"true"};
    CHECK(valid_for_bits(checkbox, when_checked) == "QA==");
}

TEST_CASE("a profile narrows a description") {
    DemoTenant org;
    CHECK(field(describe(org, "Account", "admin"), "Margin__c")["updateable"] == true);
    CHECK(field(describe(org, "Account", "rep"), "Margin__c").is_null());
    CHECK(field(describe(org, "Account", "rep"), "ARR__c")["updateable"] == false);
    CHECK(describe(org, "Account", "reader")["createable"] == false);
    const json objects = json::parse(
        describe_global(org.tenant->schema(), *org.user("reader").profile, {"63.0", "http://127.0.0.1:1"}))["sobjects"];
    for (const json& object : objects) CHECK(object["name"] != "Milestone__c");
    CHECK(objects.size() + 1 == org.tenant->schema().objects().size());
    const json project = describe(org, "Project__c", "reader");
    for (const json& child : project["childRelationships"]) {
        CHECK(child["childSObject"] != "Milestone__c");
    }
}

TEST_CASE("EntityDefinition has a row for every object") {
    DemoTenant org;
    Statement select = org.tenant->database().prepare(
        R"(SELECT KeyPrefix, Label FROM "acme.EntityDefinition" WHERE QualifiedApiName = 'project__c')");
    REQUIRE(select.step());
    CHECK(select.text(0) == "a00");
    CHECK(select.text(1) == "Project");
    CHECK(static_cast<std::size_t>(count_records(*org.tenant).at("EntityDefinition")) ==
          org.tenant->schema().objects().size());
}
