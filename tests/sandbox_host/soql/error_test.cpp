#include "sandbox_host/soql/error.hpp"

#include "sandbox_host/soql/parser.hpp"

#include <catch2/catch.hpp>

using namespace alysio::sandbox::soql;

namespace {

std::string message_of(const std::string& text) {
    const auto result = parse(text);
    return render(result.error(), text);
}

std::string message_about(const std::string& text, const std::string& word) {
    return render(semantic_error(text, text.find(word), "INVALID_FIELD", "No such column"), text);
}

}  // namespace

TEST_CASE("an error in meaning puts the caret under the word and counts columns from 1") {
    CHECK(message_about("SELECT Bacon__c FROM Account LIMIT 2", "Bacon__c") ==
          "\nSELECT Bacon__c FROM Account LIMIT 2\n       ^\nERROR at Row:1:Column:8\nNo such column");
}

TEST_CASE("a syntax error counts the column of its token from 0, as Salesforce does") {
    CHECK(message_of("SELECT Id FROM Account SET OPTIONS LIMIT 1") ==
          "\nSELECT Id FROM Account SET OPTIONS LIMIT 1\n                          ^\n"
          "ERROR at Row:1:Column:27\nunexpected token: 'OPTIONS'");
    CHECK(message_of("SELECT Id FROM Account WHERE") ==
          "\nSELECT Id FROM Account WHERE\n                           ^\nERROR at Row:1:Column:28\nunexpected token: "
          "'<EOF>'");
    CHECK(message_of("FROM") == "\nFROM\n^\nERROR at Row:1:Column:0\nunexpected token: 'FROM'");
}

TEST_CASE("the excerpt starts and ends between words, some thirty characters from the caret") {
    const std::string text =
        "SELECT Id,AccountSource,LastModifiedById,NumberOfEmployees,OwnerId,Ownership,ParentId,Rating,Sic,Type,Website "
        "FROM A";
    CHECK(message_about(text, "Ownership") ==
          "\nLastModifiedById,NumberOfEmployees,OwnerId,Ownership,ParentId,Rating,Sic,Type\n" + std::string(43, ' ') +
              "^\nERROR at Row:1:Column:68\nNo such column");
}

TEST_CASE("the excerpt is of the row with the error") {
    CHECK(message_of(
              "SELECT Id, Email, Name\nFROM Contact\nWHERE AccountId = '0014000000p6XlS' AND LastName LIKE 'test' OR "
              "email LIKE 'test'\nLIMIT 5") ==
          "\n'0014000000p6XlS' AND LastName LIKE 'test' OR email LIKE 'test'\n"
          "                                          ^\nERROR at Row:3:Column:61\nunexpected token: 'OR'");
}

TEST_CASE("columns count characters, not bytes") {
    const auto result = parse("SELECT Id FROM A WHERE N = '\xC3\xA9\xC3\xA9' fds");
    CHECK(result.error().position->column == 32);
}

TEST_CASE("an excerpt of one endless word stays short") {
    const std::string text = "SELECT " + std::string(5000, 'a') + " " + std::string(5000, 'b') + " c FROM";
    CHECK(message_of(text).size() < 1000);
}

TEST_CASE("an error without a place is its sentence") {
    CHECK(message_of(" ") == "SOQL statements cannot be empty or null");
}
