#pragma once

#include "sandbox_host/org/access/profile.hpp"

#include <nlohmann/json_fwd.hpp>

namespace alysio::sandbox::org {

/// One entry of describe's `fields`, with all the properties that Salesforce gives, in its (alphabetical) order.
nlohmann::ordered_json describe_field(const Object& object, const Field& field, const Profile& profile);

/// The base64 bit set that tells for which entries of the controlling field a dependent value is offered.
std::string valid_for_bits(const Field& controller, const PicklistValue& value);

}  // namespace alysio::sandbox::org
