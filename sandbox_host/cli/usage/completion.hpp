#pragma once

#include "sandbox_host/cli/usage/command_text.hpp"

#include <string>

namespace alysio::sandbox::cli {

/// What a shell reads to complete commands, options and their values.
std::string bash_completion(const ProgramText& program);
std::string zsh_completion(const ProgramText& program);
std::string fish_completion(const ProgramText& program);

}  // namespace alysio::sandbox::cli
