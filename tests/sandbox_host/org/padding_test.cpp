#include "sandbox_host/org/schema/padding.hpp"

#include "tests/sandbox_host/org/client.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

const json& named(const json& list, const std::string& name) {
    return *std::find_if(list.begin(), list.end(), [&](const json& entry) { return entry["name"] == name; });
}

}  // namespace

TEST_CASE("a padded org is as large as real ones, and everything in it works") {
    OrgServerOptions options;
    options.pad = true;
    const RunningOrg org(options);

    const json all = org.call("GET", "/sobjects").document();
    CHECK(all["sobjects"].size() == 1300);
    CHECK(org.query("SELECT COUNT() FROM EntityDefinition")["totalSize"] == 1300);
    CHECK(org.call("GET", "/sobjects/Padding_1200__c/describe").document()["fields"].size() > 10);

    const json account = org.call("GET", "/sobjects/Account/describe").document();
    CHECK(account["fields"].size() == 800);
    const json& place = named(account["fields"], "Padding_Place__c");
    CHECK(place["picklistValues"].size() == 3000);
    CHECK(place["controllerName"] == "Padding_Region__c");
    CHECK(place["dependentPicklist"] == true);

    const json body = {{"Name", "x"},
                       {"Padding_0001__c", 7.5},
                       {"Padding_Region__c", "Region 0042"},
                       {"Padding_Place__c", "Place 2942"}};
    const std::string id = org.call("POST", "/sobjects/Account", body.dump()).document()["id"];
    const json read = org.query("SELECT FIELDS(ALL) FROM Account WHERE Padding_Place__c = 'Place 2942' LIMIT 5");
    REQUIRE(read["totalSize"] == 1);
    CHECK(read["records"][0]["Padding_0001__c"] == 7.5);
    json elsewhere = body;
    elsewhere["Padding_Region__c"] = "Region 0043";
    CHECK(org.call("POST", "/sobjects/Account", elsewhere.dump()).error_code() ==
          "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");

    const std::string child =
        org.call("POST", "/sobjects/Padding_0010__c", json{{"Name", "c"}, {"Parent__c", id}}.dump()).document()["id"];
    const json parent = org.query("SELECT (SELECT Id FROM Padding_0010s__r) FROM Account WHERE Id = '" + id + "'");
    CHECK(parent["records"][0]["Padding_0010s__r"]["records"][0]["Id"] == child);
}

TEST_CASE("padding is the same every time, and only as much as is missing") {
    const Schema small = *Schema::load({json::parse(R"({"name": "User", "key_prefix": "zzz", "fields": [
        {"name": "Name", "type": "string"}]})")});
    Padding padding{3, 20, "User", 7};
    const auto documents = *padding_for(small, padding);
    CHECK(documents == *padding_for(small, padding));
    REQUIRE(documents.size() == 3);
    CHECK(documents[0]["key_prefix"] == "zzy");
    CHECK(documents[2]["fields"].size() + small.objects()[0].fields.size() == 20);
    padding = {1, 5, "User", 0};
    CHECK(padding_for(small, padding)->at(0)["fields"].empty());
    padding.on = "Acount";
    CHECK(padding_for(small, padding).error().message == "\"padding\": there is no Acount to pad");
}

TEST_CASE("padding that makes no sense is refused by key and rule") {
    const auto [document, error] = GENERATE(table<std::string, std::string>({
        {"7", R"("padding" is an object: {"objects":1300, "fields":800, …})"},
        {R"({"objects":-1})", R"("objects" is a number up to 3,000)"},
        {R"({"fields":2000})", R"("fields" is a number up to 1,500)"},
        {R"({"dependent_values":"many"})", R"("dependent_values" is a number up to 9,999)"},
        {R"({"feilds":1})", R"("padding" may have objects, fields, dependent_values and on, a text; not "feilds")"},
    }));
    CHECK(Padding::load(json::parse(document)).error().message == error);
    CHECK(Padding::load({{"objects", 20}, {"on", "Lead"}})->on == "Lead");
}
