#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::tenants {

/// Does `pattern`, in which '*' stands for any text, describe the whole of `name`? Without regard to case.
bool matches(std::string_view pattern, std::string_view name);
bool any_matches(const std::vector<std::string>& patterns, std::string_view name);

/// Letters, digits, '_' and '-', at least one: the name of one object or field, and not a list of them, a path, or a
/// name in disguise.
bool is_plain_name(std::string_view text);

}  // namespace alysio::sandbox::tenants
