#pragma once

#include "sandbox_host/org/wire/http.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// What Salesforce, the proxy or something on the way answers when it is in trouble, by a name of ours: status, headers
/// and body as clients get to see them. `record_id` is the record that UNABLE_TO_LOCK_ROW speaks of. Nothing for a
/// name that there is not.
std::optional<Response> ready_answer(std::string_view name, std::string_view record_id = "");

/// All names, separated by commas.
std::string ready_answer_names();

}  // namespace alysio::sandbox::org
