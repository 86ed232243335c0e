#pragma once

#include "sandbox_host/org/access/profile.hpp"
#include "sandbox_host/org/records/record.hpp"
#include "sandbox_host/org/wire/api_error.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::org {

/// What a request gives for one record: fields and stored values.
using Input = std::vector<std::pair<const Field*, Value>>;

enum class Write { create, update };

/// Reads a POST or PATCH body as Salesforce's parser does: JSON, then field names as this profile knows them, then what
/// the profile may write, then the types. A relationship holding an external id is resolved to the id it names.
ApiResult<Input> read_input(Database& database, const Schema& schema, const Object& object, const Profile& profile,
                            Write write, std::string_view body);

}  // namespace alysio::sandbox::org
