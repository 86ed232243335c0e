#pragma once

#include "sandbox_host/runtime/inotify.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>

namespace alysio::sandbox::runtime {

/// Sees new builds of a plugin appear. A build is there when manifest and library agree by hash, whichever of the two
/// was written last, so a linker at work is never taken for one.
class PluginWatcher {
  public:
    /// `on_new_build` is called on a thread of the watcher's own, for each build with another hash than the last;
    /// `running` is the hash of the one that is loaded. It is called too when the two files have disagreed for
    /// `patience`: loading them then says what is wrong.
    PluginWatcher(std::filesystem::path library, std::filesystem::path manifest, std::string running,
                  std::function<void()> on_new_build, std::chrono::milliseconds patience = std::chrono::seconds(2));
    /// Waits for on_new_build where that is running.
    ~PluginWatcher();
    PluginWatcher(const PluginWatcher&) = delete;
    PluginWatcher& operator=(const PluginWatcher&) = delete;

  private:
    enum class Files { seen, new_build, at_odds };

    void run();
    // False: one of them is not there.
    bool watch_folders() const;
    // Until something happens to one of the two files, or for so long; false: it is time to stop.
    bool wait(std::chrono::milliseconds limit);
    void take_events();
    Files look();

    const std::filesystem::path library_;
    const std::filesystem::path manifest_;
    const std::function<void()> on_new_build_;
    const std::chrono::milliseconds patience_;
    std::string seen_;       // hash of the last build told of
    std::string odds_;       // what the two files say when they disagree
    std::string told_odds_;  // the same, when that was told of
    bool watching_ = false;
    bool changed_ = false;
    const Inotify inotify_;
    const int stop_;  // eventfd
    std::thread thread_;
};

}  // namespace alysio::sandbox::runtime
