#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/runtime/generations.hpp"
#include "sandbox_host/runtime/options.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"

#include <alysio/abi.h>
#include <alysio/base/result.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace alysio::sandbox::runtime {

/// Loads a plugin, runs its tools, and replaces it while they run. Any thread may use it, except that load, reload,
/// roll_back, unload and the destructor wait for the plugin and must not be called from what the options or CallEvents
/// call.
///
///     Runtime runtime(options);
///     if (auto loaded = runtime.load("lib/x.so", "lib/x.manifest.json"); !loaded) …
///     runtime.call({.tool = "echo", .arguments = "{}"}, {.on_finish = [](CallId, CallResult result) { … }});
class Runtime {
  public:
    explicit Runtime(RuntimeOptions options);
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    /// An error says why the plugin cannot run here. One plugin at a time.
    base::Result<void> load(const std::filesystem::path& library, const std::filesystem::path& manifest);
    /// A plugin that is linked into the host.
    base::Result<void> load(const alysio_plugin& plugin);

    /// The same where a plugin may be loaded already: new calls go to the new one from the moment it is ready, those
    /// that are open end where they began, and the old one is unloaded after the last of them. An error leaves
    /// everything as it was.
    base::Result<Reloaded> reload(const std::filesystem::path& library, const std::filesystem::path& manifest);
    /// Back to the last build before this one that has been of use.
    base::Result<Reloaded> roll_back();

    /// Cancels what is open, waits for it to end, closes the plugin. True: nothing of its code is left in the process.
    bool unload();

    std::vector<ToolInfo> tools() const;
    RuntimeCounters counters() const;

    /// Every call ends by on_finish, also one that cannot start.
    CallId call(CallRequest request, CallEvents events);
    /// A call that has ended is none of its business.
    void cancel(CallId call, alysio_cancel_reason reason);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::runtime
