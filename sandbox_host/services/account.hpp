#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/services/connection.hpp"
#include "sandbox_host/services/kept_file.hpp"

#include <functional>
#include <memory>
#include <string>

namespace alysio::sandbox::services {

// In whose name a call acts. Whoever starts a call attaches one; the services refuse what a call without it asks for.
struct Account final : runtime::CallContext {
    std::shared_ptr<Connection> connection;  // null: no provider is connected
    std::string tenant;                      // whose artifacts lie in one folder
    std::string user;
    std::function<void(KeptFile)> on_file;  // [lane] before the plugin hears of it; may be empty
};

}  // namespace alysio::sandbox::services
