#pragma once

#include "sandbox_host/runtime/executor.hpp"
#include "sandbox_host/runtime/generation_event.hpp"
#include "sandbox_host/runtime/instance.hpp"
#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/plugin_image.hpp"

#include <alysio/base/result.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace alysio::sandbox::runtime {

struct ReloadRules {
    /// What the calls of an old generation may take to end before it counts as parked, and how many may be parked
    /// before another reload is refused.
    std::chrono::nanoseconds patience = std::chrono::seconds(30);
    std::size_t most_parked = 4;
    /// As many first calls that fail in a row by the plugin's own fault bring the last good build back; 0: never.
    unsigned trial_calls = 3;
    /// What an instance may take to write its state.
    std::chrono::nanoseconds state_patience = std::chrono::seconds(2);
};

struct RuntimeOptions {
    /// What runs the plugin, and what ends old generations, which waits for the plugin. Null: threads of the runtime's
    /// own. Both may be the same where it has one thread only.
    std::shared_ptr<Executor> executor;
    std::shared_ptr<Executor> reaper;
    unsigned threads = 2;              ///< at least 2; where no executor is given
    unsigned instances = 1;            ///< of the plugin; principals are pinned to them
    std::filesystem::path run_folder;  ///< parent of the private copies' folder; empty: the system's temporary folder
    bool keep_images = keep_images_by_default;
    InstanceOptions instance;
    ReloadRules reload;

    /// The embedding host's last word on a generation that is ready to serve, and its chance to read what else the
    /// manifest says: called right before calls go to it, on the thread that loads, or on one of the runtime's own for
    /// a rollback. An error refuses it. May be empty.
    std::function<base::Result<void>(const Manifest&)> admit;
    /// Told as CallEvents are. May be empty.
    std::function<void(const GenerationEvent&)> on_generation;
};

}  // namespace alysio::sandbox::runtime
