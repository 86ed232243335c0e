#pragma once

#include "sandbox_host/soql/error.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <alysio/base/result.hpp>

#include <cstddef>
#include <string_view>

namespace alysio::sandbox::soql {

inline constexpr std::size_t longest_query = 100'000;  ///< in characters
inline constexpr int deepest_condition = 100;          ///< parentheses, NOTs and queries inside one another
inline constexpr int deepest_child_query = 5;          ///< levels of (SELECT ...) in a SELECT list below the first

/// Reads the whole of `text` as one query. Takes time and memory linear in its length, keeps no reference to it, and
/// reports the first error. Whether the names exist and the types fit is for whoever has a schema to say.
base::Result<Query, Error> parse(std::string_view text);

}  // namespace alysio::sandbox::soql
