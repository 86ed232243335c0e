#pragma once

#include "sandbox_host/org/schema/field.hpp"

#include <nlohmann/json_fwd.hpp>

#include <stdexcept>
#include <string>
#include <vector>

/// Reading one field of an object's JSON. Private to the schema room.
namespace alysio::sandbox::org {

/// Why a schema document can't be used, in words for its author. Thrown inside the schema room only; Schema::load turns
/// it into a value.
class SchemaError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Refuses keys that mean nothing, so that a misspelt one is not silently ignored.
void check_keys(const nlohmann::json& document, const std::vector<std::string>& known, const std::string& where);

/// The label a name suggests: "LeadSource" -> "Lead Source", "AccountId" -> "Account ID", "Due_Date__c" -> "Due Date".
std::string label_of(std::string_view api_name);

/// The fields one entry stands for: itself, or for an address its parts and the compound.
std::vector<Field> read_field(const nlohmann::json& entry, const std::string& object);

/// Id, owner and audit fields, in the two places describe lists them.
std::vector<Field> leading_system_fields(bool audited, const std::vector<std::string>& owners);
std::vector<Field> audit_fields(bool viewable);

}  // namespace alysio::sandbox::org
