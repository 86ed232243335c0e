#pragma once

#include "sandbox_host/runtime/call.hpp"
#include "sandbox_host/runtime/instance.hpp"
#include "sandbox_host/runtime/plugin_image.hpp"
#include "sandbox_host/runtime/plugin_table.hpp"
#include "sandbox_host/runtime/result.hpp"

#include <alysio/abi.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace alysio::sandbox::runtime {

struct RuntimeOptions {
    unsigned threads = 2;              // at least 2
    unsigned instances = 1;            // of the plugin; principals are pinned to them
    std::filesystem::path run_folder;  // parent of the private copies' folder; empty: the system's temporary folder
    bool keep_images = ImageOptions().keep_images;
    InstanceOptions instance;
};

// Loads a plugin and runs its tools. Any thread may use it, except that load, unload and the destructor wait for the
// plugin and must not be called from CallEvents.
//
//     Runtime runtime(options);
//     if (auto error = runtime.load("lib/x.so", "lib/x.manifest.json")) …
//     runtime.call({.tool = "echo", .arguments = "{}"}, {.on_finish = [](CallId, CallResult result) { … }});
class Runtime {
  public:
    explicit Runtime(RuntimeOptions options);
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    // Nothing, or why the plugin cannot run here. One plugin at a time.
    std::optional<Error> load(const std::filesystem::path& library, const std::filesystem::path& manifest);
    // A plugin that is linked into the host.
    std::optional<Error> load(const alysio_plugin& plugin);

    // Cancels what is open, waits for it to end, closes the plugin. True: nothing of its code is left in the process.
    bool unload();

    std::vector<ToolInfo> tools() const;

    // Every call ends by on_finish, also one that cannot start.
    CallId call(CallRequest request, CallEvents events);
    // A call that has ended is none of its business.
    void cancel(CallId call, alysio_cancel_reason reason);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace alysio::sandbox::runtime
