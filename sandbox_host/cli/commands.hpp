#pragma once

#include "sandbox_host/cli/command_line.hpp"
#include "sandbox_host/cli/interrupt.hpp"

#include <string_view>

namespace alysio::sandbox::cli {

inline constexpr int success = 0;
inline constexpr int tool_error = 1;
inline constexpr int usage_error = 2;

/// Each runs one command and gives the exit code. Mistakes are a line or two on stderr.
int run(const CommonOptions& options, const ToolsCommand& command, Interrupt& interrupt);
int run(const CommonOptions& options, const CallCommand& command, Interrupt& interrupt);
int run(const CommonOptions& options, const ShortcutCommand& command, Interrupt& interrupt);
int run(const CommonOptions& options, const McpCommand& command, Interrupt& interrupt);
int run(const CommonOptions& options, const CheckCommand& command, Interrupt& interrupt);
int run(const CommonOptions& options, const OrgCommand& command, Interrupt& interrupt);
int run(const CommonOptions& options, const WatchCommand& command, Interrupt& interrupt);
int run(const CommonOptions& options, const PrintCommand& command, Interrupt& interrupt);

/// "alysio-sandbox: …" on stderr; gives usage_error.
int complain(std::string_view message);

}  // namespace alysio::sandbox::cli
