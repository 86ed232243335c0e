#pragma once

#include "sandbox_host/runtime/inotify.hpp"

#include <alysio/base/result.hpp>

#include <cstdint>
#include <filesystem>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {

/// Sees source files change: in whole folders with all that is below them, and single files. What editors put beside a
/// file while they save it is left out, and so are dot files and dot folders.
class SourceWatcher {
  public:
    /// `except`: folders that are not looked into, such as the build's, and files.
    static base::Result<SourceWatcher> watch(const std::vector<std::filesystem::path>& sources,
                                             std::vector<std::filesystem::path> except = {});

    /// Readable when take() has something to say.
    int events() const noexcept { return inotify_.file(); }
    /// The files that were saved, made or removed since it was last asked. Does not wait.
    std::vector<std::filesystem::path> take();

  private:
    struct Folder {
        std::filesystem::path path;
        bool whole = false;  // else only these files of it
        std::vector<std::filesystem::path> files;
    };
    using Files = std::vector<std::filesystem::path>;

    explicit SourceWatcher(std::vector<std::filesystem::path> except) : except_(std::move(except)) {}

    // False: the system watches no more.
    bool add_file(const std::filesystem::path& file);
    // All below it; the files that are there already go to `found`.
    bool add_folder(const std::filesystem::path& folder, Files* found);
    Folder* add_watch(const std::filesystem::path& folder);
    void forget_folder(const std::filesystem::path& folder);
    bool is_excepted(const std::filesystem::path& path) const;
    void take_event(const runtime::Inotify::Event& event, Files& changed);
    void look_again(Files& changed);

    runtime::Inotify inotify_;
    const std::vector<std::filesystem::path> except_;
    std::unordered_map<int, Folder> folders_;  // by watch descriptor
};

/// A file that an editor makes for itself, or a hidden one.
bool is_passing_file(std::string_view name);

}  // namespace alysio::sandbox::cli
