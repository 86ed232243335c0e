#include "plugin/records/soql_conditions.hpp"

#include <catch2/catch.hpp>

namespace soql_conditions_test {

using namespace alysio::salesforce::records;

namespace {

std::string shown(const std::vector<Comparison>& found) {
    std::string text;
    for (const auto& one : found) {
        text += (text.empty() ? "" : " | ") + one.field + " " + one.op;
        for (const auto& literal : one.texts) text += " '" + literal + "'";
        if (!one.word.empty()) text += " " + one.word;
    }
    return text;
}

}  // namespace

TEST_CASE("Comparisons are told with field, operator and literals, whatever joins them") {
    const auto [condition, expected] = GENERATE(table<std::string, std::string>({
        {"StageName = 'Won'", "StageName = 'Won'"},
        {"Amount>=100 AND NOT (Type != 'New')", "Amount >= 100 | Type != 'New'"},
        {"a.StageName in ('A', 'O\\'Hara')", "a.StageName IN 'A' 'O'Hara'"},
        {"Name NOT IN ('x') OR Tags__c INCLUDES ('A;B','C')", "Name NOT IN 'x' | Tags__c INCLUDES 'A;B' 'C'"},
        {"CreatedDate > LAST_N_DAYS:30", "CreatedDate > LAST_N_DAYS:30"},
        {"Id IN (SELECT AccountId FROM Contact WHERE Name = 'x') AND Name LIKE 'a%'", "Name LIKE 'a%'"},
        {"CALENDAR_YEAR(CreatedDate) = 2026", ""},
        {"Name =", ""},
        {"Name IN (", "Name IN"},
        {"", ""},
    }));
    CHECK(shown(comparisons(condition)) == expected);
}

}  // namespace soql_conditions_test
