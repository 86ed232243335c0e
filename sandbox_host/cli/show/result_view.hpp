#pragma once

#include "sandbox_host/cli/text/terminal.hpp"

#include <iosfwd>
#include <string_view>

namespace alysio::sandbox::cli {

// Shows a tool's result to people, by its shape: rows as a table, fields as a table, a record as key and value. What is
// no JSON object is printed as it is.
void show_result(std::ostream& out, std::string_view json, const Style& style);

// What an EXECUTE would change.
void show_preview(std::ostream& out, std::string_view json, const Style& style,
                  std::string_view how_to_do_it = "run it without --dry-run to do it");

// An error and what to do about it.
void show_error(std::ostream& out, std::string_view json, const Style& style);

}  // namespace alysio::sandbox::cli
