#pragma once

#include "plugin/salesforce/exact_json.hpp"
#include "plugin/tools/write_plan.hpp"

#include <string>
#include <string_view>

/// What a confirmed preview promises: the token binds the call that follows to what the user saw.
namespace alysio::salesforce {

struct PreviewToken {
    std::string digest;         // of what will be written
    std::string shown;          // of the values that the record had when it was shown; empty for a new one
    std::string last_modified;  // of the record when it was shown; empty for a new one
};

/// Of object, id, values, and whatever else changes what the write does.
std::string digest_of(const WritePlan& plan, std::string_view id, bool allow_duplicates);
/// Of what the record holds where the plan changes it.
std::string digest_of_shown(const WritePlan& plan, const ExactMembers& before);
std::string to_text(const PreviewToken& token);

/// Nothing where the text was not made by to_text().
std::optional<PreviewToken> read_token(std::string_view text);

/// The error of an EXECUTE whose token belongs to other values.
Error other_than_previewed();

/// {"title", "location"?, "changes": [{"field", "old"?, "new"}], "warnings"?, "token"}. `before` holds the record's values now; null for
/// a new record.
std::string preview_json(std::string_view title, const std::optional<std::string>& location, const WritePlan& plan,
                         const ExactMembers* before, bool allow_duplicates, const PreviewToken& token);

}  // namespace alysio::salesforce
