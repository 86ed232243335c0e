#pragma once

#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/watch/builds.hpp"
#include "sandbox_host/cli/watch/console.hpp"
#include "sandbox_host/cli/watch/inbox.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace alysio::sandbox::cli {

/// Reloads the plugin whenever another build of it lies there, and tells what came of it and of older generations. On
/// the session's thread; the reload itself is on the watcher's, so nobody who types waits for it.
class Reloads {
  public:
    /// `on_reload` is called after each, once it has been shown.
    Reloads(assembly::Host& host, Console& console, Inbox& inbox, Builds& builds, std::function<void()> on_reload);
    ~Reloads();
    Reloads(const Reloads&) = delete;
    Reloads& operator=(const Reloads&) = delete;

    /// Says so when the build that has ended made the same library again.
    void look();
    void roll_back();

  private:
    using Time = SaveTimes::Time;

    std::string lying_there() const;
    void reload();  // on the watcher's thread
    void begin(const std::string& hash);
    void end(const base::Result<runtime::Reloaded>& done, Time noticed, Time ready);
    void take(const runtime::GenerationEvent& event);
    void show(const runtime::GenerationEvent& event);

    assembly::Host& host_;
    Console& console_;
    Inbox& inbox_;
    Builds& builds_;
    const std::function<void()> on_reload_;
    std::vector<runtime::ToolInfo> tools_;  // as they were shown last
    std::string seen_;                      // hash of the last build that was tried
    bool reloading_ = false;
    std::vector<runtime::GenerationEvent> later_;  // what happened meanwhile
    std::unique_ptr<runtime::PluginWatcher> watcher_;
};

}  // namespace alysio::sandbox::cli
