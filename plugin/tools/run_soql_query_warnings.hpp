#pragma once

#include "plugin/records/soql_outline.hpp"
#include "plugin/tools/tool.hpp"

#include <string>
#include <vector>

namespace alysio::salesforce {

/// Appends what keeps a right answer from being read wrongly: rows that may be hidden or archived, amounts in several
/// currencies. Asks for the object's describe at most, and only in an org of several currencies.
Task<void> add_query_warnings(ToolRun& run, const records::Outline& outline, std::uint64_t total_size,
                              std::vector<std::string>& warnings);

}  // namespace alysio::salesforce
