#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alysio::sandbox::cli {

/// How text may look where it goes.
struct Style {
    bool terminal = false;  ///< somebody watches: hyperlinks, lines cut to the window
    bool color = false;
    std::size_t width = 0;  ///< columns; 0: unlimited
};

Style style_of(int file_descriptor);

/// One line that does what it looks like: record data cannot move the cursor, change colours or reverse the reading
/// direction. Line breaks become blanks, other controls and broken UTF-8 a replacement character.
std::string safe_text(std::string_view text);

/// Columns on a terminal: wide characters count two, combining ones none. `text` is safe.
std::size_t display_width(std::string_view text);

/// At most `width` columns; what was cut off leaves an ellipsis. `text` is safe.
std::string cut_to(std::string_view text, std::size_t width);

/// `text` (safe) leads to `url`: invisibly on a terminal, elsewhere not at all.
std::string linked(std::string_view text, std::string_view url, const Style& style);

std::string bold(std::string_view text, const Style& style);
std::string dim(std::string_view text, const Style& style);
std::string red(std::string_view text, const Style& style);
std::string green(std::string_view text, const Style& style);

}  // namespace alysio::sandbox::cli
