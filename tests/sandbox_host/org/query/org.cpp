#include "org.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/store/tables.hpp"

#include <catch2/catch.hpp>

namespace alysio::sandbox::org::testing {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

const char* const objects[] = {
    R"({"name": "User", "key_prefix": "005", "owner": [], "fields": [
        {"name": "Name", "type": "string", "name_field": true}, {"name": "FirstName", "type": "string"},
        {"name": "Email", "type": "email"}, {"name": "IsActive", "type": "boolean"},
        {"name": "ManagerId", "type": "reference", "to": ["User"]},
        {"name": "DefaultCurrencyIsoCode", "type": "string"}]})",
    R"({"name": "Group", "key_prefix": "00G", "owner": [], "fields": [
        {"name": "Name", "type": "string", "name_field": true}, {"name": "Email", "type": "email"}]})",
    R"({"name": "Account", "key_prefix": "001", "fields": [
        {"name": "Name", "type": "string", "name_field": true},
        {"name": "Industry", "type": "picklist", 
         "values": [{"value": "Tech", "label": "Technology"}, "Banking", "Agriculture"]},
        {"name": "AnnualRevenue", "type": "currency"}, {"name": "NumberOfEmployees", "type": "int"},
        {"name": "Description", "type": "textarea", "length": 32000},
        {"name": "BillingAddress", "type": "address"},
        {"name": "ParentId", "type": "reference", "to": ["Account"], "children": "ChildAccounts"},
        {"name": "Code__c", "type": "string", "case_sensitive": true},
        {"name": "Tags__c", "type": "multipicklist", "values": ["a", "b", "c"]},
        {"name": "Vip__c", "type": "boolean"}, {"name": "Secret__c", "type": "string"},
        {"name": "Opens__c", "type": "time"}]})",
    R"({"name": "Contact", "key_prefix": "003", "fields": [
        {"name": "Name", "type": "string", "name_field": true}, {"name": "Email", "type": "email"},
        {"name": "AccountId", "type": "reference", "to": ["Account"], "children": "Contacts"}]})",
    R"({"name": "Opportunity", "key_prefix": "006", "fields": [
        {"name": "Name", "type": "string", "name_field": true}, {"name": "Amount", "type": "currency"},
        {"name": "CloseDate", "type": "date"}, {"name": "IsClosed", "type": "boolean"},
        {"name": "AccountId", "type": "reference", "to": ["Account"], "children": "Opportunities"}]})",
    R"({"name": "Task", "key_prefix": "00T", "owner": ["User", "Group"], "fields": [
        {"name": "Subject", "type": "string", "name_field": true},
        {"name": "WhoId", "type": "reference", "to": ["Contact", "User"], "relationship": "Who",
         "children": "Tasks"},
        {"name": "WhatId", "type": "reference", "to": ["Account", "Opportunity"], "relationship": "What",
         "children": "Tasks"}]})",
    R"({"name": "EntityDefinition", "owner": [], "system_fields": false, "fields": [
        {"name": "QualifiedApiName", "type": "string", "name_field": true}]})",
    R"({"name": "CurrencyType", "key_prefix": "01L", "owner": [], "fields": [
        {"name": "IsoCode", "type": "picklist", "values": ["EUR", "USD", "JPY"]},
        {"name": "ConversionRate", "type": "double"}]})",
    R"({"name": "Deal__c", "key_prefix": "a01", "fields": [{"name": "Name", "type": "string", "name_field": true},
        {"name": "Amount__c", "type": "currency", "scale": 2},
        {"name": "CurrencyIsoCode", "type": "picklist", "values": ["EUR", "USD", "JPY"]}]})",
    R"({"name": "Vault__c", "key_prefix": "a00", "fields": [{"name": "Name", "type": "string", "name_field": true}]})",
};

Schema load_schema() {
    std::vector<json> documents;
    for (const char* object : objects) documents.push_back(json::parse(object));
    auto schema = Schema::load(documents);
    if (!schema) throw std::runtime_error(schema.error().message);
    return *std::move(schema);
}

const json profile_document = {{"objects", {{"*", "CRUD"}, {"Vault__c", ""}}}, {"hidden", {"Account.Secret__c"}}};

Database filled(const Schema& schema) {
    Database database = Database::in_memory();
    create_tables(database, schema);
    const auto insert = [&](const std::string& object, const char* prefix, const std::string& columns,
                            const std::vector<std::string>& rows) {
        unsigned number = 0;
        for (const std::string& row : rows) {
            database.execute("INSERT INTO " + sql_name(object) + " (Id, CreatedDate, " + columns + ") VALUES ('" +
                             QueryOrg::id(prefix, ++number) + "', '2026-05-01T07:25:37.000+0000', " + row + ")");
        }
    };
    const auto user = "'" + QueryOrg::id("005", 1) + "'";
    const auto other = "'" + QueryOrg::id("005", 2) + "'";
    const auto queue = "'" + QueryOrg::id("00G", 1) + "'";
    const auto account = [](unsigned number) { return "'" + QueryOrg::id("001", number) + "'"; };
    const auto contact = [](unsigned number) { return "'" + QueryOrg::id("003", number) + "'"; };

    insert("User", "005", "Name, FirstName, Email, IsActive, ManagerId",
           {"'Ada Admin', 'Ada', 'ada@example.com', 1, NULL", "'Sam Sales', 'Sam', NULL, 1, " + user});
    insert("Group", "00G", "Name, Email", {"'Support Queue', 'queue@example.com'"});
    insert(
        "Account", "001",
        "Name, Industry, AnnualRevenue, NumberOfEmployees, ParentId, Code__c, Tags__c, Vip__c, OwnerId, BillingCity, "
        "BillingLatitude, BillingLongitude, IsDeleted",
        {"'Acme', 'Tech', 139000000, 1000, NULL, 'ac', 'a;b', 1, " + user + ", 'Berlin', 52.52, 13.405, 0",
         "'Beta', 'Banking', 15000, 50, " + account(1) + ", 'AC', 'b', 0, " + other + ", NULL, NULL, NULL, 0",
         "'Gamma', NULL, NULL, NULL, " + account(2) + ", NULL, NULL, 0, " + user + ", 'Paris', 48.8566, 2.3522, 0",
         "'Delta 50%', 'Agriculture', 0.5, 7, NULL, NULL, 'a;c', 0, " + other + ", NULL, NULL, NULL, 0",
         "'Élan_x', 'Tech', 2500.75, 7, NULL, NULL, 'c', 0, " + other + ", NULL, NULL, NULL, 0",
         "'Gone', 'Tech', 1, 1, NULL, NULL, NULL, 0, " + user + ", NULL, NULL, NULL, 1"});
    insert("Contact", "003", "Name, Email, AccountId, OwnerId",
           {"'Cara', 'cara@acme.com', " + account(1) + ", " + user, "'Carl', NULL, " + account(1) + ", " + user,
            "'Bea', 'bea@beta.com', " + account(2) + ", " + other, "'Nemo', NULL, NULL, " + other});
    insert("Opportunity", "006", "Name, Amount, CloseDate, IsClosed, AccountId, OwnerId",
           {"'Big', 100000, '2026-03-31', 0, " + account(1) + ", " + user,
            "'Small', 10, '2026-04-01', 1, " + account(1) + ", " + user,
            "'Next', 500, '2027-01-15', 0, " + account(2) + ", " + other});
    insert("Task", "00T", "Subject, WhoId, WhatId, OwnerId",
           {"'Call', " + contact(1) + ", " + account(1) + ", " + user,
            "'Mail', " + other + ", '" + QueryOrg::id("006", 1) + "', " + queue, "'Idle', NULL, NULL, " + queue});
    database.execute("UPDATE User SET DefaultCurrencyIsoCode = 'USD'");
    insert("CurrencyType", "01L", "IsoCode, ConversionRate", {"'EUR', 1", "'USD', 1.25", "'JPY', 160"});
    insert("Deal__c", "a01", "Name, Amount__c, CurrencyIsoCode",
           {"'Euro', 1000, 'EUR'", "'Dollar', 1000, 'USD'", "'Yen', 1000, 'JPY'"});
    database.execute("INSERT INTO EntityDefinition (Id, QualifiedApiName) VALUES ('1', 'Account'), ('2', 'Vault__c')");
    return database;
}

}  // namespace

QueryOrg::QueryOrg()
    : schema(load_schema()),
      database(filled(schema)),
      profile(*Profile::load("Test", profile_document, schema)),
      context{.profile = profile,
              .user_id = id("005", 1),
              .time_zone = "Europe/Berlin",
              .now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + 12h,
              .api_version = "63.0"},
      queries(schema, database) {}

std::string QueryOrg::id(const char* prefix, unsigned number) {
    return make_id(prefix, number);
}

std::string QueryOrg::text(const std::string& soql) {
    const auto answer = queries.run(soql, context);
    if (!answer) FAIL(soql << answer.error().message);
    return *answer;
}

nlohmann::ordered_json QueryOrg::ask(const std::string& soql) {
    return nlohmann::ordered_json::parse(text(soql));
}

std::string QueryOrg::column(const std::string& soql, const std::string& field) {
    std::string values;
    const nlohmann::ordered_json answer = ask(soql);
    for (const auto& record : answer.at("records")) {
        const auto& value = record.at(field);
        values += (values.empty() ? "" : ", ") + (value.is_string() ? value.get<std::string>() : value.dump());
    }
    return values;
}

std::string QueryOrg::refusal(const std::string& soql) {
    const auto answer = queries.run(soql, context);
    return answer ? "accepted" : answer.error().message;
}

std::string QueryOrg::code(const std::string& soql) {
    const auto answer = queries.run(soql, context);
    return answer ? "accepted" : answer.error().code;
}

std::string QueryOrg::sentence(const std::string& soql) {
    const std::string message = refusal(soql);
    return message.substr(message.rfind('\n') + 1);
}

}  // namespace alysio::sandbox::org::testing
