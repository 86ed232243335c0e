#pragma once

#include "sandbox_host/cli/text/terminal.hpp"

#include <iosfwd>
#include <string_view>

namespace alysio::sandbox::cli {

/// Shows a tool's result to people, by its shape and the tool's output schema (result_shape.hpp): rows as a table, the
/// thing that it is about as key and value. What is no JSON object is printed as it is.
void show_result(std::ostream& out, std::string_view json, std::string_view output_schema, const Style& style);

/// What an EXECUTE would change, and `closing` for the end: what to do now.
void show_preview(std::ostream& out, std::string_view json, const Style& style, std::string_view closing);

/// An error and what to do about it.
void show_error(std::ostream& out, std::string_view json, const Style& style);

}  // namespace alysio::sandbox::cli
