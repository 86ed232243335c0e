#pragma once

#include "sandbox_host/cli/show/json_text.hpp"
#include "sandbox_host/cli/text/terminal.hpp"

#include <iosfwd>

namespace alysio::sandbox::cli {

// A list of objects: one column for each key met. Links hide behind names on a terminal, and have a column of their
// own elsewhere.
void show_rows(std::ostream& out, const Json& rows, const Style& style);

// One object, a line for each value.
void show_values(std::ostream& out, const std::vector<std::pair<std::string, Json>>& values, const Style& style);

// The list of fields in the description of an object.
void show_fields(std::ostream& out, const Json& fields, const Style& style);

}  // namespace alysio::sandbox::cli
