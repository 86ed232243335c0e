#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace alysio::sandbox::cli {

/// How text may look where it goes.
struct Style {
    bool terminal = false;  ///< somebody watches: lines fit the window
    bool color = false;
    std::size_t width = 0;  ///< columns; 0: unlimited
    bool links = false;     ///< texts may lead somewhere without showing where
};

Style style_of(int file_descriptor);

/// The value of a variable; "" where it is not set.
using Variable = std::function<std::string(const char* name)>;

/// The style of a terminal of this width. Whoever sets NO_COLOR, or has a terminal that takes no escapes, is sent none;
/// links hide only in terminals that are known to show them (OSC 8), because others swallow them without a trace.
Style style_in(const Variable& variable, std::size_t width);

/// One line that does what it looks like: record data cannot move the cursor, change colours or reverse the reading
/// direction. Line breaks become blanks, other controls and broken UTF-8 a replacement character.
std::string safe_text(std::string_view text);

/// Columns on a terminal: wide characters count two, combining ones none. `text` is safe.
std::size_t display_width(std::string_view text);

/// At most `width` columns; what was cut off leaves an ellipsis. `text` is safe.
std::string cut_to(std::string_view text, std::size_t width);

/// `text` (safe) leads to `url`: invisibly where the terminal can, elsewhere not at all.
std::string linked(std::string_view text, std::string_view url, const Style& style);

std::string bold(std::string_view text, const Style& style);
std::string dim(std::string_view text, const Style& style);
std::string red(std::string_view text, const Style& style);
std::string green(std::string_view text, const Style& style);

}  // namespace alysio::sandbox::cli
