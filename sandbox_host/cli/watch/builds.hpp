#pragma once

#include "sandbox_host/cli/watch/build_run.hpp"
#include "sandbox_host/cli/watch/console.hpp"
#include "sandbox_host/cli/watch/reload_view.hpp"
#include "sandbox_host/cli/watch/save_batcher.hpp"
#include "sandbox_host/cli/watch/source_watcher.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

struct pollfd;

namespace alysio::sandbox::cli {

/// From a save to a build that has ended. A save while a build runs ends that build and starts another: what it was
/// compiling is out of date, and the sooner the new text is compiled the better. On the session's thread.
class Builds {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// Without a command nothing is built.
    Builds(Console& console, std::string command, std::optional<SourceWatcher> sources);

    /// What to wait for, and until when at most.
    void add_files(std::vector<pollfd>& files) const;
    std::optional<Time> due() const;
    /// Does what is to be done now.
    void look(Time now);

    bool running() const noexcept { return run_ != nullptr; }
    /// The save that a library noticed at that time came from. Taken once.
    std::optional<SaveTimes> take_save(Time noticed);
    /// Whether a build has ended well and nobody has taken its save: its library should be there any moment.
    bool built() const noexcept { return built_ && save_.has_value(); }

    /// All that the last build said, or the one that runs has said so far.
    void show_output();

  private:
    void start(Time now);
    void ended();

    Console& console_;
    const std::string command_;
    std::optional<SourceWatcher> sources_;
    SaveBatcher saves_;
    std::unique_ptr<BuildRun> run_;
    std::optional<SaveBatcher::Batch> waiting_;  // for the build that is being cancelled
    std::optional<SaveTimes> save_;
    bool built_ = false;
    std::string output_;  // of the last build
};

}  // namespace alysio::sandbox::cli
