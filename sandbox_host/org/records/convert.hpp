#pragma once

#include "sandbox_host/org/schema/field.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>

namespace alysio::sandbox::org {

/// The stored form of a JSON value given for a field; nothing when it can't be read as the field's type. Whether the
/// field may hold it (length, picklist, existing record) is judged later: see checks.hpp.
///
/// Texts are trimmed and an empty one is null, as in Salesforce; numbers and booleans are also read from texts, and
/// texts from numbers and booleans.
std::optional<Value> convert(const Field& field, const nlohmann::json& json);

/// What Salesforce's parser calls a JSON value in its errors: VALUE_STRING, VALUE_NUMBER_INT, START_OBJECT, …
std::string_view token_name(const nlohmann::json& json);
/// As its errors name the field's type: "date", "double", "string".
std::string_view type_name(const Field& field);

}  // namespace alysio::sandbox::org
