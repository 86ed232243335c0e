#pragma once

#include <alysio/base/result.hpp>

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace alysio::sandbox::cli {

/// One run of a build command by /bin/sh, in a process group of its own, so that all of it can be ended. Whoever has it
/// waits for its two files and then calls read().
class BuildRun {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// `colors`: tools that write into a pipe shall keep theirs.
    static base::Result<std::unique_ptr<BuildRun>> start(const std::string& command, bool colors);
    /// Ends what still runs.
    ~BuildRun();
    BuildRun(const BuildRun&) = delete;
    BuildRun& operator=(const BuildRun&) = delete;

    /// Readable when it has said something; -1 when it says nothing any more, as poll() likes it.
    int output_file() const noexcept { return closed_ ? -1 : output_; }
    /// Readable when it has ended.
    int process_file() const noexcept { return process_; }

    /// Takes what has come. Does not wait.
    void read();
    /// Once it has ended: 0 when all went well, 128 + n when signal n ended it.
    std::optional<int> exit_code() const noexcept { return exit_code_; }
    /// The last of what it said, errors and all.
    const std::string& output() const noexcept { return said_; }
    /// Whether there was more than is kept.
    bool cut() const noexcept { return cut_; }

    /// Asks it to end.
    void cancel(Time now);
    bool cancelled() const noexcept { return cancelled_; }
    /// When it has been asked, and kill() is due.
    std::optional<Time> patience_ends() const noexcept { return patience_ends_; }
    void kill();

    static constexpr std::size_t output_limit = 1024 * 1024;

  private:
    BuildRun(pid_t group, int output, int process) : group_(group), output_(output), process_(process) {}
    void drain();

    const pid_t group_;
    const int output_;   // pipe
    const int process_;  // pidfd
    std::optional<int> exit_code_;
    std::string said_;
    bool cut_ = false;
    bool closed_ = false;
    bool cancelled_ = false;
    std::optional<Time> patience_ends_;
};

}  // namespace alysio::sandbox::cli
