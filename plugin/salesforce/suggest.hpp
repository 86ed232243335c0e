#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alysio::salesforce {

/// A name that could have been meant, with the label that people know it by.
struct Candidate {
    std::string_view name;
    std::string_view label;
};

/// Up to three names nearest to what was written, best first: the same but for letter case, a missing __c or a plural
/// before labels, label initials ("ARR"), beginnings, and small misspellings. Empty where nothing is near.
std::vector<std::string> nearest_names(std::string_view written, const std::vector<Candidate>& candidates);

/// Whether a search for `words` finds the text: every word occurs in it, or it is the text's initials.
bool search_matches(std::string_view words, std::string_view text);

}  // namespace alysio::salesforce
