#pragma once

#include <chrono>
#include <filesystem>
#include <string_view>

namespace alysio::sandbox::services {

/// What this host has written into a folder, by name, inode, size and time, in a file beside it: the proof without which
/// nothing is ever removed. A file that somebody else made, replaced or changed since is no longer ours.
///
/// Several processes may use one folder: the file is locked while it is read or written. A line that could not be written,
/// or a file of lines that is lost, means files that stay; so does a file of that name that does not begin as ours do, has
/// another name too, or is no file: it is left as it is. How old a file is, is said by the clock of whoever asks.
class ArtifactIndex {
  public:
    using Time = std::chrono::sys_time<std::chrono::nanoseconds>;

    static constexpr const char* file_name = ".alysio-files";
    /// Its first line.
    static constexpr std::string_view header = "alysio-files 1: what alysio-sandbox wrote here and may remove\n";
    /// A file in the making belongs to a process that crashed when nobody has written to it for so long.
    static constexpr std::chrono::hours keep_unfinished{24};

    explicit ArtifactIndex(const std::filesystem::path& folder) : folder_(folder) {}

    /// That we made this file of the folder. `whole`: as it stands now; otherwise it is still written to.
    void add(const std::filesystem::path& file, bool whole, Time now) const noexcept;
    /// Removes what is ours and was whole before `now - keep`, and forgets what is gone or no longer ours.
    void remove_expired(Time now, std::chrono::nanoseconds keep) const noexcept;

  private:
    const std::filesystem::path folder_;
};

}  // namespace alysio::sandbox::services
