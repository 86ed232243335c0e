#pragma once

#include "sandbox_host/cli/usage/command_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {

/// --help, in lines of at most `width` columns.
std::string help(const ProgramText& program, std::size_t width);
std::string help(const ProgramText& program, const CommandText& command, std::size_t width);

/// "[--json] TOOL [ARGUMENTS...]"
std::string synopsis(const CommandText& command);

/// Names and what is said of them, in two columns; the second is wrapped.
std::string definitions(const std::vector<std::pair<std::string, std::string>>& rows, std::size_t width);

/// Words in lines of at most `width` columns, all but the first indented.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indentation);

}  // namespace alysio::sandbox::cli
