#pragma once

#include "sandbox_host/org/org.hpp"
#include "sandbox_host/runtime/clock.hpp"
#include "sandbox_host/runtime/executor.hpp"
#include "sandbox_host/runtime/log.hpp"
#include "sandbox_host/runtime/randomness.hpp"
#include "sandbox_host/services/artifact_disk.hpp"
#include "sandbox_host/services/curl_transport.hpp"
#include "sandbox_host/services/exchange_log.hpp"
#include "sandbox_host/services/transport.hpp"
#include "sandbox_host/tenants/config.hpp"
#include "sandbox_host/tenants/tenants.hpp"

#include <chrono>
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
    /// How long a call may take, and again while its files grow; zero: for ever (runtime/instance.hpp).
    std::chrono::seconds time_limit = std::chrono::minutes(5);
    std::shared_ptr<runtime::Log> log = std::make_shared<runtime::NoLog>();
    std::shared_ptr<services::ExchangeLog> exchanges;  ///< is told of what calls do over HTTP; may be null
};

/// What a host would otherwise take from the machine that it runs on.
struct Surroundings {
    std::shared_ptr<runtime::Executor> executor;  ///< runs the plugin, and what waits for the disk; null: own threads
    std::shared_ptr<runtime::Executor> reaper;    ///< ends old generations; null: the runtime's own
    unsigned threads = 2;                         ///< where no executor is given
    std::shared_ptr<runtime::Clock> clock = std::make_shared<runtime::SystemClock>();
    std::shared_ptr<runtime::Randomness> randomness = std::make_shared<runtime::SystemRandomness>();
    std::shared_ptr<services::Transport> transport;  ///< null: libcurl, as `network` says
    services::TransportOptions network;              ///< its log is the host's
    /// The sandbox org without its sockets: connections of kind `org` lead to it, by the transport of whoever gives both.
    /// Null: a running one, or one on sockets in this process.
    std::shared_ptr<org::Org> org;
    std::shared_ptr<services::ArtifactDisk> disk = std::make_shared<services::LocalDisk>();
};

}  // namespace alysio::sandbox::assembly
