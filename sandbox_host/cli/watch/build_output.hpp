#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alysio::sandbox::cli {

/// What of a failed build's output a person wants to see: its errors, each with the lines that belong to it; or the end
/// of it where no error is recognised. At most `most_lines` lines and one that says how many there are besides.
/// Of escapes colours stay, where they are wanted.
std::string failed_output(std::string_view output, bool colors, std::size_t most_lines);

/// The text without escapes, or with colours alone; no other control characters.
std::string without_escapes(std::string_view text, bool keep_colors);

}  // namespace alysio::sandbox::cli
