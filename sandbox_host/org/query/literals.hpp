#pragma once

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <string>
#include <variant>
#include <vector>

namespace alysio::sandbox::org {

/// Days or instants, in stored form: `first` belongs to the range, `end` does not.
struct StoredRange {
    std::string first;
    std::string end;
};

/// A literal in the stored form of what it is compared with: one value (perhaps null), or a range of time.
using StoredLiteral = std::variant<Value, StoredRange>;

/// Refuses a literal that does not fit the type. `shown` is what the query compares, as in messages.
StoredLiteral stored_literal(Compilation& compilation, const Expression& left, const std::string& shown,
                             const soql::Value& value);

/// Refuses a text that is longer than Salesforce lets one in a condition be.
void check_length(Compilation& compilation, std::string_view text, std::size_t offset);

/// "date", "dateTime", "double": how Salesforce's messages name a type.
std::string_view soap_type(FieldType type);

/// Values as a JSON list, for json_each.
std::string json_list(const std::vector<Value>& values);

}  // namespace alysio::sandbox::org
