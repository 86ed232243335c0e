#pragma once

#include "sandbox_host/assembly/host.hpp"
#include "sandbox_host/cli/interrupt.hpp"
#include "sandbox_host/cli/watch/builds.hpp"
#include "sandbox_host/cli/watch/calls.hpp"
#include "sandbox_host/cli/watch/console.hpp"
#include "sandbox_host/cli/watch/inbox.hpp"
#include "sandbox_host/cli/watch/reloads.hpp"

#include <optional>
#include <string>

namespace alysio::sandbox::cli {

struct WatchSessionOptions {
    std::string build;                     ///< a command; empty: nothing is built
    std::optional<SourceWatcher> sources;  ///< whose saves start it
    bool automatic = false;                ///< repeat the last call after each reload
    bool bodies = false;
    std::optional<StartCall> first;  ///< a call to begin with
};

/// One sitting of `watch`: all that happens is shown by this one thread, which waits for what is typed, saved, built,
/// reloaded and answered, and for nothing else.
class WatchSession {
  public:
    WatchSession(assembly::Host& host, Console& console, Inbox& inbox, WatchSessionOptions options);

    /// Until it is left, or input has ended and the calls that are under way have too.
    void run(Interrupt& interrupt);
    Calls& calls() noexcept { return calls_; }

  private:
    void wait() const;
    void take(const Input& input);
    void obey(const std::string& line);
    void press(Key key);
    void interrupted(bool was_typing);
    void reloaded();
    void set_automatic(bool automatic);
    std::string status() const;
    void complete_tools();

    assembly::Host& host_;
    Console& console_;
    Inbox& inbox_;
    std::optional<StartCall> first_;
    bool automatic_;
    Calls calls_;
    Builds builds_;
    Reloads reloads_;
    bool input_ended_ = false;
    bool left_ = false;
};

}  // namespace alysio::sandbox::cli
