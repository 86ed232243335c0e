#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace alysio::sandbox::salesforce {

/// The objects that a relationship of this name leads to, whatever object it stands on; nothing where that depends on
/// the org's schema ("Parent", "What", every "__r").
std::optional<std::vector<std::string_view>> standard_relationship(std::string_view name);

}  // namespace alysio::sandbox::salesforce
