#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::salesforce {

/// The members of a JSON object with the text of each value: blanks dropped, every number spelt as it came ("100.00",
/// "12345678901234567890.5"), which a parser that makes doubles of them cannot give. A name that occurs twice has its
/// last value.
using ExactMembers = std::vector<std::pair<std::string, std::string>>;

/// Nothing when the text is no JSON object, or nested deeper than 64 levels.
std::optional<ExactMembers> exact_members(std::string_view object);

/// Null when there is no such member. Names are compared exactly.
const std::string* find_member(const ExactMembers& members, std::string_view name);

}  // namespace alysio::salesforce
