#include "sandbox_host/cli/watch/source_watcher.hpp"

#include <sys/inotify.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace alysio::sandbox::cli {
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t interesting =
    IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR | IN_EXCL_UNLINK;

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

fs::path plain(const fs::path& path) {
    return fs::absolute(path).lexically_normal();
}

bool is_below(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

base::Error refusal(const fs::path& path) {
    const bool full = errno == ENOSPC || errno == EMFILE;
    return base::Error{path.string() + " cannot be watched: " + std::strerror(errno) +
                       (full ? "; raise fs.inotify.max_user_watches or max_user_instances, or name smaller folders "
                               "by --source"
                             : "")};
}

}  // namespace

bool is_passing_file(std::string_view name) {
    if (name.empty() || name.front() == '.' || name.front() == '#') return true;
    if (name == "4913") return true;  // vim tries whether it may write
    for (const auto* end : {"~", ".swp", ".swx", ".tmp", ".bak", "___jb_tmp___", "___jb_old___"}) {
        if (ends_with(name, end)) return true;
    }
    return false;
}

base::Result<SourceWatcher> SourceWatcher::watch(const std::vector<fs::path>& sources, std::vector<fs::path> except) {
    for (auto& folder : except) folder = plain(folder);
    SourceWatcher watcher(std::move(except));
    if (watcher.events() < 0) return refusal("nothing");
    for (const auto& source : sources) {
        const auto path = plain(source);
        const bool watched = fs::is_regular_file(path) ? watcher.add_file(path) : watcher.add_folder(path, nullptr);
        if (!watched) return refusal(path);
    }
    return watcher;
}

SourceWatcher::Folder* SourceWatcher::add_watch(const fs::path& folder) {
    const int watch = inotify_.add(folder, interesting);
    if (watch < 0) return nullptr;
    auto& known = folders_[watch];
    known.path = folder;
    return &known;
}

bool SourceWatcher::add_file(const fs::path& file) {
    // Its folder, since editors put a new file in the place of the old one.
    auto* folder = add_watch(file.parent_path());
    if (folder != nullptr) folder->files.push_back(file.filename());
    return folder != nullptr;
}

bool SourceWatcher::add_folder(const fs::path& folder, Files* found) {
    auto* added = add_watch(folder);
    if (added == nullptr) return false;
    added->whole = true;
    // Only now, so that nothing falls between looking and watching.
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (is_passing_file(entry->path().filename().native())) continue;
        std::error_code gone;
        if (entry->is_symlink(gone) || !entry->is_directory(gone)) {
            if (found != nullptr) found->push_back(entry->path());
        } else if (!is_excepted(entry->path()) && !add_folder(entry->path(), found) && errno != ENOENT) {
            return false;
        }
    }
    return true;
}

void SourceWatcher::forget_folder(const fs::path& folder) {
    std::erase_if(folders_, [&](const auto& entry) {
        const bool below = is_below(entry.second.path, folder);
        if (below) inotify_.remove(entry.first);
        return below;
    });
}

bool SourceWatcher::is_excepted(const fs::path& path) const {
    return std::find(except_.begin(), except_.end(), path) != except_.end();
}

std::vector<fs::path> SourceWatcher::take() {
    Files changed;
    inotify_.take([&](const runtime::Inotify::Event& event) { take_event(event, changed); });
    return changed;
}

void SourceWatcher::take_event(const runtime::Inotify::Event& event, Files& changed) {
    const auto& [watch, what, name] = event;
    if ((what & IN_Q_OVERFLOW) != 0) return look_again(changed);
    const auto known = folders_.find(watch);
    if (known == folders_.end()) return;
    if ((what & IN_IGNORED) != 0) {  // removed
        folders_.erase(known);
        return;
    }
    if (is_passing_file(name)) return;
    const auto& folder = known->second;
    const auto path = folder.path / name;
    if ((what & IN_ISDIR) != 0) {
        if (!folder.whole || is_excepted(path)) return;
        if ((what & (IN_MOVED_FROM | IN_DELETE)) != 0) {
            forget_folder(path);
            changed.push_back(path);
        } else if ((what & (IN_CREATE | IN_MOVED_TO)) != 0) {
            add_folder(path, &changed);
        }
        return;
    }
    // A file that was made is worth looking at once it is written.
    if ((what & ~static_cast<std::uint32_t>(IN_CREATE)) == 0) return;
    if (is_excepted(path)) return;
    const auto& files = folder.files;
    if (folder.whole || std::find(files.begin(), files.end(), path.filename()) != files.end()) changed.push_back(path);
}

// More has happened than the system could hold for us.
void SourceWatcher::look_again(Files& changed) {
    Files whole;
    for (const auto& [watch, folder] : folders_) {
        if (folder.whole) whole.push_back(folder.path);
    }
    for (const auto& folder : whole) add_folder(folder, &changed);
}

}  // namespace alysio::sandbox::cli
