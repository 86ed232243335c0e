#pragma once

#include <string>
#include <string_view>

/// Text on its way into a CSV file that a spreadsheet will open, in any locale: where cells are parted by `;` or by tabs, a
/// cell begins behind each of them, and ours are quoted for commas only.
namespace alysio::salesforce::records {

/// Appends one cell of text, quoted where it has to be. A `'` goes before what a spreadsheet would run as a formula: `=`, `@`,
/// `+` or `-` in any width, also behind what cannot be seen; a telephone or other plain number with a sign stays. Control
/// characters (C0 but tab and line breaks, delete, C1) become U+FFFD. True where a `'` was put in.
bool append_text_cell(std::string_view text, std::string& out);

/// Appends a piece of JSON that stands in a quoted cell, made harmless in the same way: it cuts no string in two. True where
/// a `'` was put in.
bool append_json_text(std::string_view json, std::string& out);

/// RFC 4180: quoted where it has to be.
void append_field(std::string_view text, std::string& out);

}  // namespace alysio::salesforce::records
