#pragma once

#include "sandbox_host/cli/usage/command_text.hpp"

#include <string>

namespace alysio::sandbox::cli {

/// The manual page, in the macros of man(7).
std::string man_page(const ProgramText& program);

}  // namespace alysio::sandbox::cli
