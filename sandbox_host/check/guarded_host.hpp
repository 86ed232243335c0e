#pragma once

#include "sandbox_host/check/guarded_copy.hpp"

#include <alysio/abi.h>

#include <map>
#include <memory>
#include <set>
#include <string>

namespace alysio::sandbox::check {

/// Stands between a host and a plugin, and hands the plugin copies of what the host lends it: structs that end where the
/// ABI's 1.0 says, or that have grown; gone as soon as they may be.
/// `as_it_is`, it leaves everything but the tables and the calls' infos to the host.
///
///     GuardedHost between(plugin, Size::grown);
///     TestBench bench(between.plugin());
///
/// One at a time in a process, since a plugin's functions have no room to say whose they are.
class GuardedHost {
  public:
    GuardedHost(const alysio_plugin& plugin, Size size);
    ~GuardedHost();
    GuardedHost(const GuardedHost&) = delete;
    GuardedHost& operator=(const GuardedHost&) = delete;

    const alysio_plugin& plugin() const { return plugin_; }

    /// What to change in the host's table before the plugin sees it.
    void (*alter)(alysio_host& host) = nullptr;
    /// How much of the host's table the plugin sees, if not as `size` says.
    std::size_t host_bytes = 0;
    /// Services that this host is without.
    std::set<std::string> missing;

    /// What the plugin has asked for.
    const std::set<std::string>& asked_for() const { return asked_for_; }

    /// Takes back the infos of all calls, as a host does that has forgotten them.
    void forget_calls() { infos_.clear(); }

  private:
    struct Relay {
        const void* events;
        void* event_ctx;
    };
    struct Thunks;
    friend struct Thunks;

    const alysio_plugin& real_;
    alysio_plugin plugin_;
    Size size_;
    const alysio_host* host_ = nullptr;
    std::unique_ptr<GuardedCopy<alysio_host>> guarded_host_;
    const alysio_http* http_ = nullptr;
    std::unique_ptr<GuardedCopy<alysio_http>> guarded_http_;
    const alysio_artifact_service* artifacts_ = nullptr;
    std::unique_ptr<GuardedCopy<alysio_artifact_service>> guarded_artifacts_;
    std::map<alysio_call, std::unique_ptr<GuardedCopy<alysio_call_info>>> infos_;
    std::map<const void*, std::unique_ptr<Relay>> relays_;
    std::set<std::string> asked_for_;
};

}  // namespace alysio::sandbox::check
