#pragma once

#include "sandbox_host/cli/usage/command_text.hpp"

#include <cstddef>
#include <string>
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

}  // namespace alysio::sandbox::cli
