#pragma once

#include "sandbox_host/cli/show/json_text.hpp"
#include "sandbox_host/cli/text/terminal.hpp"

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {

/// A list of objects: one column for each key, in the order of `columns`, where keys that rows have beside them find their
/// places by the order in the rows. Lists of objects stand below their row, indented. Links are those of the cells on a
/// terminal, and have a column of their own elsewhere.
void show_rows(std::ostream& out, const Json& rows, const Style& style, const std::vector<std::string>& columns = {});

/// One object, a line for each value.
void show_values(std::ostream& out, const std::vector<std::pair<std::string, Json>>& values, const Style& style);

/// A list of objects that describe something: its name and type, what is true of it, and the values that it may have.
void show_descriptions(std::ostream& out, const Json& rows, const Style& style);

}  // namespace alysio::sandbox::cli
