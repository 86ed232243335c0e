#pragma once

#include "sandbox_host/runtime/log.hpp"
#include "sandbox_host/services/exchange_log.hpp"
#include "sandbox_host/services/transport.hpp"
#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/tenants.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace alysio::sandbox::assembly {

/// What a host serves, and for whom.
struct HostOptions {
    std::filesystem::path plugin;            ///< its library
    std::filesystem::path manifest;          ///< empty: the one beside the library
    std::filesystem::path config;            ///< a file; empty: all tenants of the sandbox org
    std::optional<tenants::Config> tenants;  ///< instead of the file
    std::string tenant;                      ///< whom calls act for; empty: the first
    std::string user;                        ///< empty: that tenant's first
    std::filesystem::path artifacts;         ///< where files go; empty: into the state folder
    std::filesystem::path state;             ///< what lasts between runs; empty: state_folder()
    bool fresh = false;                      ///< the sandbox org starts over
    unsigned instances = 1;                  ///< of the plugin
    std::shared_ptr<runtime::Log> log = std::make_shared<runtime::NoLog>();
    std::shared_ptr<services::ExchangeLog> exchanges;  ///< is told of what calls do over HTTP; may be null
};

/// What a host would otherwise take from the machine that it runs on.
struct Surroundings {
    unsigned threads = 2;                  ///< that run the plugin and everything of the runtime
    tenants::WallClock clock;              ///< empty: the system's
    services::TransportOptions transport;  ///< its log is the host's
};

}  // namespace alysio::sandbox::assembly
