#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// JSON as text. A plugin's arguments and results pass through word for word, since a parser that writes them anew
// changes numbers (1.39E8, 100.00), so their place in a message is found and copied.
namespace alysio::sandbox::mcp {

/// How deep the brackets of the text go, without parsing it.
std::size_t nesting(std::string_view json) noexcept;

/// The value of a member of an object, as it is written there; the last one of that name, as parsers take it. `object`
/// has been parsed: it is valid JSON.
std::optional<std::string_view> raw_member(std::string_view object, std::string_view name);

/// The same JSON on one line: between tokens a line break is a blank, and inside a string JSON has none.
std::string on_one_line(std::string_view json);

}  // namespace alysio::sandbox::mcp
