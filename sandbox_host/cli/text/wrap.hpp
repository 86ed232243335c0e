#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alysio::sandbox::cli {

/// Words in lines of at most `width` columns, all but the first indented; a word that is longer has a line to itself.
/// `text` is safe.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indentation);

/// Each line of a text behind so many blanks.
std::string indented(std::string_view lines, std::size_t indentation);

}  // namespace alysio::sandbox::cli
