#pragma once

#include "sandbox_host/org/schema/field.hpp"
#include "sandbox_host/org/schema/value.hpp"

#include <string>
#include <string_view>

/// Values in the spelling of Salesforce's REST API, appended to a JSON text. Rows are written this way, not through a
/// JSON library: it keeps the order of keys and the Java spelling of numbers, and costs less than the SQL behind it.
namespace alysio::sandbox::org {

/// A double as Java's Double.toString spells it: 15000.0, 1.39E8, 1.0E-4.
void append_double(std::string& json, double number);

/// A stored value of a field: null, true, 42, 15000.0, "text".
void append_value(std::string& json, const Field& field, const Value& value);

/// The member "attributes": {"type":"Account","url":"/services/data/v63.0/sobjects/Account/001…"}.
void append_attributes(std::string& json, std::string_view object, std::string_view id, std::string_view api_version);

}  // namespace alysio::sandbox::org
