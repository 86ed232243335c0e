#include "plugin/records/soql_tokens.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace alysio::salesforce::records;

namespace {

std::string joined(std::string_view soql) {
    std::string out;
    for (const auto& token : soql_tokens(soql)) {
        if (!out.empty()) out += '|';
        out += token.text;
    }
    return out;
}

}  // namespace

TEST_CASE("A query falls apart into words, strings and symbols") {
    const auto [soql, expected] = GENERATE(table<std::string, std::string>({
        {"SELECT COUNT()FROM Account", "SELECT|COUNT|(|)|FROM|Account"},
        {"WHERE Name='O\\'Brien; DROP' AND A!=5", "WHERE|Name|=|'O\\'Brien; DROP'|AND|A|!|=|5"},
        {"CreatedDate>2026-01-01T00:00:00+01:00", "CreatedDate|>|2026-01-01T00:00:00+01:00"},
        {"CloseDate=LAST_N_DAYS:30\n\tLIMIT 5", "CloseDate|=|LAST_N_DAYS:30|LIMIT|5"},
        {"Name = 'never closed", "Name|=|'never closed"},
        {"Name = 'ends in \\", "Name|=|'ends in \\"},
        {"", ""},
    }));
    CHECK(joined(soql) == expected);
}

TEST_CASE("Tokens know how deep in parentheses they are") {
    const auto tokens = soql_tokens("a (b (c)) d )e");
    std::string depths;
    for (const auto& token : tokens) depths += std::to_string(token.depth);
    CHECK(depths ==
          "001121000"
          "0");
}
