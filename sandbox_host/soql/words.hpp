#pragma once

#include "sandbox_host/soql/tree.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The vocabulary of SOQL: what is the name of what, in any case.
namespace alysio::sandbox::soql {

/// Names that cannot start a field or be an alias.
bool is_reserved(std::string_view word);

std::optional<Function> function_named(std::string_view name);
std::string_view name_of(Function function);
bool is_aggregate(Function function);
bool is_date_function(Function function);

/// A date literal by name; `count` is the n of those that end in ":n". Empty when there is no such literal, or when it
/// has a count and should not, or the other way round.
std::optional<RelativeDate> relative_date(std::string_view name, std::optional<std::int64_t> count);

}  // namespace alysio::sandbox::soql
