/// The words of a query, before any meaning.
#pragma once

#include <string_view>
#include <vector>

namespace alysio::salesforce::records {

struct SoqlToken {
    enum class Kind { word, string, symbol };
    Kind kind;
    std::string_view text;  // a word holds its dots: "Account.Name", "2026-01-01T00:00:00Z", "5"
    int depth;              // of parentheses around it; a parenthesis itself counts as outside
    std::size_t at;         // offset in the query

    /// Is it this keyword or name, letter case aside?
    bool is(std::string_view keyword) const;
};

/// Never fails: a string without end reaches to the end of the text.
std::vector<SoqlToken> soql_tokens(std::string_view soql);

}  // namespace alysio::salesforce::records
