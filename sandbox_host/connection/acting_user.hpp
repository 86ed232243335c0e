#pragma once

#include "sandbox_host/connection/connection.hpp"
#include "sandbox_host/connection/identity.hpp"
#include "sandbox_host/connection/kept_file.hpp"

#include <functional>
#include <memory>

namespace alysio::sandbox::connection {

/// In whose name a call acts. Whoever starts a call attaches one; the services refuse what a call without it asks for.
struct ActingUser {
    std::shared_ptr<const Identity> identity;
    std::shared_ptr<Connection> connection;  ///< null: no provider is connected
    std::function<void(KeptFile)> on_file;   ///< [lane] before the plugin hears of it; may be empty
};

}  // namespace alysio::sandbox::connection
