// One sentence for each type of field: what it takes, what it refuses, and how it reads afterwards.
#include "sandbox_host/org/records/records.hpp"
#include "sandbox_host/org/store/tables.hpp"
#include "tests/sandbox_host/org/demo.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::org;
using namespace alysio::sandbox::org::test;

namespace {

// An org whose only object has the field to be tried, and what it needs.
class OneFieldOrg {
  public:
    explicit OneFieldOrg(const json& fields) {
        json thing = {{"name", "Thing__c"}, {"key_prefix", "a00"}, {"fields", json::array()}};
        thing["fields"] = fields.is_array() ? fields : json::array({fields});
        thing["fields"].push_back({{"name", "Name"}, {"type", "string"}, {"name_field", true}});
        auto loaded = Schema::load({json::parse(R"({"name": "User", "key_prefix": "005", "fields": []})"), thing});
        if (!loaded) throw std::runtime_error(loaded.error().message);
        schema.emplace(*std::move(loaded));
        create_tables(database, *schema);
        records.emplace(database, *schema, clock);
    }

    const Object& object() const { return *schema->find("Thing__c"); }
    ApiResult<std::string> create(const json& body) { return records->create(actor, object(), body.dump()); }
    ApiResult<void> update(const std::string& id, const json& body) {
        return records->update(actor, object(), id, body.dump());
    }
    // The stored value, in the words of the wire.
    std::string read(const std::string& id, const std::string& field = "X__c") {
        return text(*records->to_json(actor, *records->find(object(), id), {field}, "63.0"), field);
    }
    // What becomes of a value: as it is read, or the code and text of the refusal.
    std::string give(const json& value) {
        const auto id = create({{"X__c", value}});
        return id ? read(*id) : id.error().front().code + ": " + id.error().front().message;
    }

    Clock clock;
    Database database = Database::in_memory();
    std::optional<Schema> schema;
    std::optional<Records> records;
    Profile profile = *Profile::load("All", {{"objects", {{"*", "CRUD"}}}}, *Schema::load({}));
    Actor actor{"005000000000001AAA", &profile};

  private:
    static std::string text(const std::string& json, const std::string& field) {
        const std::string key = "\"" + field + "\":";
        const auto start = json.find(key) + key.size();
        return json.substr(start, json.find(",\"Id\"", start) - start);
    }
};

json typed(const char* type, json more = json::object()) {
    more["name"] = "X__c";
    more["type"] = type;
    return more;
}

std::string wrong(const std::string& type, const std::string& token, const std::string& shown) {
    return "JSON_PARSER_ERROR: Cannot deserialize instance of " + type + " from " + token + " value " + shown +
           " or request may be missing a required field at [line:1, column:2]";
}

}  // namespace

TEST_CASE("a text takes what fits, without the blanks around it") {
    OneFieldOrg org(typed("string", {{"length", 5}}));
    CHECK(org.give(" ab ") == "\"ab\"");
    CHECK(org.give("äöüß€") == "\"äöüß€\"");
    CHECK(org.give("") == "null");
    CHECK(org.give(12) == "\"12\"");
    CHECK(org.give("abcdef") == "STRING_TOO_LONG: X: data value too large: abcdef (max length=5)");
    CHECK(org.give({{"a", 1}}) == wrong("string", "START_OBJECT", "{"));
}

TEST_CASE("a long text keeps its blanks and lines") {
    OneFieldOrg org(typed("textarea", {{"length", 20}}));
    CHECK(org.give("  a\n\tb ") == R"("  a\n\tb ")");
    CHECK(org.give(std::string(21, 'x')).substr(0, 15) == "STRING_TOO_LONG");
}

TEST_CASE("numbers have digits before and after the point, and round what is too fine") {
    OneFieldOrg org(typed(GENERATE("double", "currency", "percent"), {{"precision", 5}, {"scale", 2}}));
    CHECK(org.give(1) == "1.0");
    CHECK(org.give(1.005) == "1.0");
    CHECK(org.give(-1.235) == "-1.24");
    CHECK(org.give("999.99") == "999.99");
    CHECK(org.give(nullptr) == "null");
    CHECK(org.give(1000) == "NUMBER_OUTSIDE_VALID_RANGE: X: value outside of valid range on numeric field: 1000.0");
    CHECK(org.give(999.996) == "NUMBER_OUTSIDE_VALID_RANGE: X: value outside of valid range on numeric field: 1000.0");
    CHECK(org.give("a lot") == wrong("double", "VALUE_STRING", "a lot"));
    CHECK(org.give(true) == wrong("double", "VALUE_TRUE", "true"));
}

TEST_CASE("an integer has no fraction") {
    OneFieldOrg org(typed("int", {{"digits", 3}}));
    CHECK(org.give(-42) == "-42");
    CHECK(org.give("7") == "7");
    CHECK(org.give(1.5) == wrong("int", "VALUE_NUMBER_FLOAT", "1.5"));
    CHECK(org.give(1000) == "NUMBER_OUTSIDE_VALID_RANGE: X: value outside of valid range on numeric field: 1000");
}

TEST_CASE("a checkbox is ticked or not, and never null") {
    OneFieldOrg org(typed("boolean"));
    CHECK(org.give(true) == "true");
    CHECK(org.give("false") == "false");
    CHECK(org.read(*org.create(json::object())) == "false");
    CHECK(org.give(nullptr) == "INVALID_TYPE_ON_FIELD_IN_RECORD: X: value not of required type: ");
    CHECK(org.give("yes") == wrong("boolean", "VALUE_STRING", "yes"));
    OneFieldOrg ticked(typed("boolean", {{"default", true}}));
    CHECK(ticked.read(*ticked.create(json::object())) == "true");
    CHECK(ticked.give(false) == "false");
}

TEST_CASE("a restricted picklist takes its active values, whatever their case, and no others") {
    OneFieldOrg org(typed(
        "picklist", {{"restricted", true}, {"values", {"Red", {{"value", "Green"}, {"active", false}}, "Blue"}}}));
    CHECK(org.give("red") == "\"Red\"");
    CHECK(org.give(nullptr) == "null");
    CHECK(org.give("Green") ==
          "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: X: bad value for restricted picklist field: Green");
    CHECK(org.give("Mauve") ==
          "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: X: bad value for restricted picklist field: Mauve");
}

TEST_CASE("an unrestricted picklist takes anything that fits") {
    OneFieldOrg org(typed("picklist", {{"values", {"Red"}}}));
    CHECK(org.give("Mauve") == "\"Mauve\"");
    CHECK(org.give(std::string(256, 'x')).substr(0, 15) == "STRING_TOO_LONG");
}

TEST_CASE("a combobox suggests, and takes anything") {
    OneFieldOrg org(typed("combobox", {{"values", {"Call"}}}));
    CHECK(org.give("Call") == "\"Call\"");
    CHECK(org.give("Dance") == "\"Dance\"");
}

TEST_CASE("a default fills what is left out, not what is given as null") {
    OneFieldOrg org(typed("picklist", {{"values", {"Red", {{"value", "Blue"}, {"default", true}}}}}));
    CHECK(org.read(*org.create(json::object())) == "\"Blue\"");
    CHECK(org.give(nullptr) == "null");
    OneFieldOrg text(typed("string", {{"default", "x"}}));
    CHECK(text.read(*text.create(json::object())) == "\"x\"");
}

TEST_CASE("a multi-picklist holds several values once each, and a restricted one only its own") {
    OneFieldOrg free(typed("multipicklist", {{"values", {"A", "B"}}}));
    CHECK(free.give("b;C") == "\"B;C\"");
    CHECK(free.give(";A;;") == "\"A\"");
    CHECK(free.give("A;B;a") == "\"A;B\"");
    CHECK(free.give(";") == "null");
    OneFieldOrg restricted(typed("multipicklist", {{"restricted", true}, {"values", {"A", "B"}}}));
    CHECK(restricted.give("B;A") == "\"A;B\"");
    CHECK(restricted.give("A;C") ==
          "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: X: bad value for restricted picklist field: C");
}

TEST_CASE("a dependent picklist goes with its controller, be that a picklist or a checkbox") {
    const json dependent = typed("picklist", {{"restricted", true},
                                              {"controller", "On__c"},
                                              {"values", json::parse(R"([{"value": "Fast", "valid_for": ["true"]},
                                                                         {"value": "None", "valid_for": ["false", "true"]}])")}});
    OneFieldOrg org(json::array({{{"name", "On__c"}, {"type", "boolean"}}, dependent}));
    CHECK(org.create({{"On__c", true}, {"X__c", "Fast"}}));
    CHECK(org.give("None") == "\"None\"");
    CHECK(org.give("Fast") ==
          "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: X: bad value for restricted picklist field: Fast");
    // Salesforce does not look at the dependent field when only the controller changes.
    const std::string id = *org.create({{"On__c", true}, {"X__c", "Fast"}});
    CHECK(org.update(id, {{"On__c", false}}));
}

TEST_CASE("an email address looks like one") {
    OneFieldOrg org(typed("email"));
    CHECK(org.give("a.b+c@mail.example.org") == "\"a.b+c@mail.example.org\"");
    for (const char* bad : {"a", "a@b", "@b.c", "a@b.", "a b@c.de", "a@b@c.de"}) {
        CHECK(org.give(bad) == std::string("INVALID_EMAIL_ADDRESS: X: invalid email address: ") + bad);
    }
}

TEST_CASE("phone numbers and addresses of web pages are texts of their length") {
    OneFieldOrg phone(typed("phone"));
    CHECK(phone.give("+49 (89) 123-45 ext. 6") == "\"+49 (89) 123-45 ext. 6\"");
    CHECK(phone.give(std::string(41, '1')).substr(0, 15) == "STRING_TOO_LONG");
    OneFieldOrg url(typed("url"));
    CHECK(url.give("example.org/path?a=b") == "\"example.org/path?a=b\"");
    CHECK(url.give(std::string(256, 'u')).substr(0, 15) == "STRING_TOO_LONG");
}

TEST_CASE("a date is a day, without time or zone") {
    OneFieldOrg org(typed("date"));
    CHECK(org.give("2028-02-29") == "\"2028-02-29\"");
    CHECK(org.give("2026-02-29") == wrong("date", "VALUE_STRING", "2026-02-29"));
    CHECK(org.give(20260229) == wrong("date", "VALUE_NUMBER_INT", "20260229"));
    CHECK(org.give("") == wrong("date", "VALUE_STRING", ""));
}

TEST_CASE("a datetime reads in UTC with milliseconds and an offset without colon") {
    OneFieldOrg org(typed("datetime"));
    CHECK(org.give("2026-05-20T09:30:00.123+02:00") == "\"2026-05-20T07:30:00.123+0000\"");
    CHECK(org.give("2026-05-20T09:30:00Z") == "\"2026-05-20T09:30:00.000+0000\"");
    CHECK(org.give("20 May") == wrong("datetime", "VALUE_STRING", "20 May"));
}

TEST_CASE("a time is one of a day") {
    OneFieldOrg org(typed("time"));
    CHECK(org.give("07:30:15.5Z") == "\"07:30:15.500Z\"");
    CHECK(org.give("07:30") == "\"07:30:00.000Z\"");
    CHECK(org.give("24:00:00") == wrong("time", "VALUE_STRING", "24:00:00"));
}

TEST_CASE("an encrypted text is a text of its length") {
    OneFieldOrg org(typed("encryptedstring"));
    CHECK(org.give("secret") == "\"secret\"");
    CHECK(org.give(std::string(176, 's')).substr(0, 15) == "STRING_TOO_LONG");
}

TEST_CASE("a unique field takes a value once, whatever the case, and null as often as one likes") {
    OneFieldOrg org(typed("string", {{"unique", true}}));
    const std::string first = *org.create({{"X__c", "Abc"}});
    CHECK(org.give("aBC") ==
          "DUPLICATE_VALUE: duplicate value found: X__c duplicates value on record with id: " + first.substr(0, 15));
    CHECK(org.create(json::object()));
    CHECK(org.create(json::object()));
    CHECK(org.update(first, {{"X__c", "ABC"}}));
    REQUIRE(org.records->remove(org.actor, org.object(), first));
    CHECK(org.give("abc") == "\"abc\"");
    OneFieldOrg exact(typed("string", {{"unique", true}, {"case_sensitive", true}}));
    CHECK(exact.create({{"X__c", "Abc"}}));
    CHECK(exact.give("abc") == "\"abc\"");
}

TEST_CASE("a required field must be there at the start and stay") {
    OneFieldOrg org(typed("string", {{"required", true}}));
    CHECK(org.give("") == "REQUIRED_FIELD_MISSING: Required fields are missing: [X__c]");
    const std::string id = *org.create({{"X__c", "a"}});
    CHECK(org.update(id, {{"Name", "b"}}));
    CHECK(org.update(id, {{"X__c", nullptr}}).error()[0].code == "REQUIRED_FIELD_MISSING");
}

TEST_CASE("an auto-number is given out, never taken") {
    OneFieldOrg org(typed("string", {{"auto_number", "T-{000}"}}));
    CHECK(org.read(*org.create(json::object())) == "\"T-001\"");
    CHECK(org.read(*org.create(json::object())) == "\"T-002\"");
    CHECK(org.give("T-007").substr(0, 30) == "INVALID_FIELD_FOR_INSERT_UPDAT");
}

TEST_CASE("a lookup points at a live record of its object, or at nothing") {
    OneFieldOrg org(typed("reference", {{"to", {"Thing__c"}}}));
    const std::string id = *org.create(json::object());
    CHECK(org.give(id) == "\"" + id + "\"");
    CHECK(org.give(id.substr(0, 15)) == "\"" + id + "\"");
    CHECK(org.give(nullptr) == "null");
    CHECK(org.give("a00000000000zzzAAA") == "INVALID_CROSS_REFERENCE_KEY: invalid cross reference id");
    CHECK(org.give("005000000000001AAA") == "MALFORMED_ID: X: id value of incorrect type: 005000000000001AAA");
    CHECK(org.give("nothing") == "MALFORMED_ID: X: id value of incorrect type: nothing");
    REQUIRE(org.records->remove(org.actor, org.object(), id));
    CHECK(org.give(id) == "ENTITY_IS_DELETED: entity is deleted");
}

TEST_CASE("a detail has its master for life") {
    DemoTenant org;
    const std::string project = *org.create("Project__c", {{"Name", "One"}});
    const std::string other = *org.create("Project__c", {{"Name", "Two"}});
    const std::string id =
        *org.create("Milestone__c", {{"Name", "x"}, {"Due_Date__c", "2026-06-01"}, {"Project__c", project}});
    CHECK(org.read("Milestone__c", id)["Project__c"] == project);
    CHECK_FALSE(org.read("Milestone__c", id).contains("OwnerId"));
    const auto moved = org.update("Milestone__c", id, {{"Project__c", other}});
    REQUIRE_FALSE(moved);
    CHECK(moved.error()[0].code == "INVALID_FIELD_FOR_INSERT_UPDATE");
}

TEST_CASE("an address is written by its parts and read whole too") {
    OneFieldOrg org(json{{"name", "HomeAddress"}, {"type", "address"}});
    const auto id = org.create({{"HomeStreet", "1 Rue\nNeuve"},
                                {"HomeCity", "Lyon"},
                                {"HomeLatitude", 45.75},
                                {"HomeLongitude", 4.85},
                                {"HomeGeocodeAccuracy", "City"}});
    REQUIRE(id);
    CHECK(org.read(*id, "HomeAddress") ==
          R"({"city":"Lyon","country":null,"geocodeAccuracy":"City","latitude":45.75,"longitude":4.85,)"
          R"("postalCode":null,"state":null,"street":"1 Rue\nNeuve"})");
    CHECK(org.create({{"HomeAddress", "Lyon"}}).error()[0].code == "INVALID_FIELD_FOR_INSERT_UPDATE");
    CHECK(org.create({{"HomeCity", std::string(41, 'x')}}).error()[0].code == "STRING_TOO_LONG");
}

TEST_CASE("system fields are the org's own") {
    DemoTenant org;
    const auto [field, value] = GENERATE(table<std::string, json>({{"CreatedDate", "2020-01-01T00:00:00Z"},
                                                                   {"CreatedById", nullptr},
                                                                   {"LastModifiedDate", nullptr},
                                                                   {"SystemModstamp", nullptr},
                                                                   {"IsDeleted", true}}));
    CHECK(org.create("Lead", {{"LastName", "a"}, {"Company", "b"}, {field, value}}).error()[0].code ==
          "INVALID_FIELD_FOR_INSERT_UPDATE");
}
