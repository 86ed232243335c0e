/// Finds the first byte at which a page is not the JSON of a query's answer. Slow and exact: it runs only on pages that
/// the fast reader gave up.
#pragma once

#include "plugin/records/rows.hpp"

namespace alysio::salesforce::records {

/// Deeper nesting is refused by both readers: Salesforce nests rows five levels deep at most.
inline constexpr int max_depth = 64;

struct Diagnosis {
    std::optional<PageFault> fault;
    std::size_t whole_rows = 0;  // elements of the top-level `records` before the fault
    std::size_t rows_end = 0;    // offset after the last of them, 0 = none
};

Diagnosis diagnose(std::string_view page);

}  // namespace alysio::salesforce::records
