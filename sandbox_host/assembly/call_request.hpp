#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/services/kept_file.hpp"
#include "sandbox_host/tenants/user_connection.hpp"

#include <functional>
#include <memory>

namespace alysio::sandbox::assembly {

/// A call that acts for the user: everything but tool, arguments and intent. `on_file` hears of each file that the call
/// leaves behind, on any thread, before the call's on_finish; it may be empty.
runtime::CallRequest call_as(const std::shared_ptr<tenants::UserConnection>& user,
                             std::function<void(services::KeptFile)> on_file = {});

}  // namespace alysio::sandbox::assembly
