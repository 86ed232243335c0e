#pragma once

#include <string_view>

namespace alysio::sandbox::org {

/// Whether a user token's claim urn:useparagon:connect:permissions lets its bearer use a credential of an integration.
/// `claim` is its JSON; empty, as in tokens without it, allows everything.
///   {"integration:salesforce": {"credential:<uuid>": true, "credential:*": ["credential:write"]}, "integration:*": true}
/// Of the scopes that fit, the most specific decides; what no scope names is forbidden.
bool permits(std::string_view claim, std::string_view integration, std::string_view credential);

}  // namespace alysio::sandbox::org
