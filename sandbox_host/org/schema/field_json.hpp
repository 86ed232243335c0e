#pragma once

#include "sandbox_host/org/schema/field.hpp"

#include <alysio/base/result.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Reading one field of an object's JSON. Private to the schema room.
namespace alysio::sandbox::org {

/// Refuses keys that mean nothing, so that a misspelt one is not silently ignored.
base::Result<void> check_keys(const nlohmann::json& document, const std::vector<std::string>& known,
                              const std::string& where);

/// The label a name suggests: "LeadSource" -> "Lead Source", "AccountId" -> "Account ID", "Due_Date__c" -> "Due Date".
std::string label_of(std::string_view api_name);

/// The fields one entry stands for: itself, or for an address its parts and the compound.
base::Result<std::vector<Field>> read_field(const nlohmann::json& entry, const std::string& object);

/// Id, owner and audit fields, in the two places describe lists them.
std::vector<Field> leading_system_fields(bool audited, const std::vector<std::string>& owners);
std::vector<Field> audit_fields(bool viewable);

}  // namespace alysio::sandbox::org
