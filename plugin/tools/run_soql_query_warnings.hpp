#pragma once

#include "plugin/records/soql_outline.hpp"
#include "plugin/tools/tool.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alysio::salesforce {

/// What a query came to.
struct QueryFindings {
    std::uint64_t total_size = 0;
    std::string_view shown_rows;  // JSON objects with commas between them
};

/// Appends what keeps a right answer from being read wrongly: rows that may be hidden or archived, a literal that no record can
/// hold, a range that ends where it was meant to begin, empty values in front, amounts in several currencies. Asks for
/// describes and for the user's context only where the answer gives a reason to.
Task<void> add_query_warnings(ToolRun& run, const records::Outline& outline, QueryFindings findings,
                              std::vector<std::string>& warnings);

}  // namespace alysio::salesforce
