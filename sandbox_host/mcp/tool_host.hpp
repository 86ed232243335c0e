#pragma once

#include "sandbox_host/connection/kept_file.hpp"
#include "sandbox_host/runtime/runtime.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace alysio::sandbox::mcp {

/// The host that the server speaks for: whose tools it lists and calls.
class ToolHost {
  public:
    virtual ~ToolHost() = default;

    virtual std::vector<runtime::ToolInfo> tools() const = 0;

    /// Connects the user for whom all calls act. Asked before the first call, not at start-up, and again after a
    /// failure; may block, on a thread that is made for it.
    virtual base::Result<void> connect() = 0;

    /// After connect: a call that acts for the user; the tool, its arguments and the intent are still to be filled in.
    /// `on_file` hears of each file, on any thread, before the call's on_finish.
    virtual runtime::CallRequest call_for_user(std::function<void(connection::KeptFile)> on_file) = 0;

    virtual runtime::Runtime& runtime() = 0;
};

}  // namespace alysio::sandbox::mcp
