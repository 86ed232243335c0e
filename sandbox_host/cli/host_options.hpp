#pragma once

#include "sandbox_host/assembly/error.hpp"
#include "sandbox_host/assembly/host_options.hpp"
#include "sandbox_host/cli/command_line.hpp"

#include <string>

namespace alysio::sandbox::cli {

/// The host that the command line asks for.
assembly::HostOptions host_options(const CommonOptions& options);

/// Why there is none, with the options that would help.
std::string in_words(const assembly::Error& error);

}  // namespace alysio::sandbox::cli
