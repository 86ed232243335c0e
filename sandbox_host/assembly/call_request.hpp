#pragma once

#include "sandbox_host/connection/acting_user.hpp"
#include "sandbox_host/runtime/call.hpp"

#include <functional>
#include <memory>

namespace alysio::sandbox::assembly {

/// A call that acts for the user: everything but tool, arguments and intent. `on_file` hears of each file that the call
/// leaves behind, on any thread, before the call's on_finish; it may be empty.
runtime::CallRequest call_as(std::shared_ptr<const connection::ActingUser> user,
                             std::function<void(connection::KeptFile)> on_file = {});

}  // namespace alysio::sandbox::assembly
