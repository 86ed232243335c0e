#pragma once

#include "sandbox_host/assembly/host_options.hpp"

#include <optional>
#include <string>

/// Secrets that lie in environment variables. Everybody in the process can read those, the plugin too, and every command that it
/// starts inherits them: so they are taken out as soon as they are known. Called before there are other threads: the
/// environment is nobody's alone.
namespace alysio::sandbox::assembly {

/// The variable's value, which is in the environment no longer. Nothing where it is not set.
std::optional<std::string> take_variable(const std::string& name);

/// Reads the configuration, once and for all, and takes the secrets that it leaves to variables. One that cannot be read, and a
/// variable that is not set, are for whoever needs them to report.
void take_secrets(HostOptions& options);

}  // namespace alysio::sandbox::assembly
