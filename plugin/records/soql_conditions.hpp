#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alysio::salesforce::records {

/// `StageName IN ('New', 'Won')`, `CreatedDate > LAST_N_DAYS:30`: a field compared with literals.
struct Comparison {
    std::string field;               // as it was written
    std::string op;                  // in upper case: "=", ">=", "LIKE", "IN", "NOT IN", "INCLUDES"
    std::vector<std::string> texts;  // the literals in quotes, without their escapes
    std::string word;                // the one that is not quoted
};

/// Those of a condition, whatever joins them. What is compared inside a semi-join is another object's, and left out.
std::vector<Comparison> comparisons(std::string_view condition);

}  // namespace alysio::salesforce::records
