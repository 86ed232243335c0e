#include "sandbox_host/runtime/plugin_watcher.hpp"

#include "sandbox_host/runtime/manifest.hpp"
#include "sandbox_host/runtime/sha256.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <utility>

namespace alysio::sandbox::runtime {

namespace {

// A folder that was removed, by a clean build perhaps, is looked for again this often.
constexpr std::chrono::milliseconds missing_folder(250);

constexpr std::chrono::milliseconds forever(-1);

}  // namespace

PluginWatcher::PluginWatcher(std::filesystem::path library, std::filesystem::path manifest, std::string running,
                             std::function<void()> on_new_build, std::chrono::milliseconds patience)
    : library_(std::move(library)),
      manifest_(std::move(manifest)),
      on_new_build_(std::move(on_new_build)),
      patience_(patience),
      seen_(std::move(running)),
      stop_(eventfd(0, EFD_CLOEXEC)),
      thread_([this] { run(); }) {}

PluginWatcher::~PluginWatcher() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(stop_, &one, sizeof one);
    thread_.join();
    close(stop_);
}

void PluginWatcher::run() {
    bool stopped = false;
    while (!stopped) {
        // First the folders, then the files: nothing falls in between.
        if (!watching_) watching_ = watch_folders();
        switch (look()) {
            case Files::new_build:
                on_new_build_();
                break;
            case Files::at_odds:
                if (!watching_) break;  // the folder is just coming back
                stopped = !wait(patience_);
                if (stopped || changed_ || !watching_) continue;
                told_odds_ = odds_;
                on_new_build_();
                break;
            case Files::seen:
                break;
        }
        stopped = !wait(watching_ ? forever : missing_folder);
    }
}

bool PluginWatcher::watch_folders() const {
    for (const auto& file : {library_, manifest_}) {
        const auto folder = std::filesystem::absolute(file).parent_path();
        const auto what = IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;
        if (inotify_.add(folder, what) < 0) return false;
    }
    return true;
}

bool PluginWatcher::wait(std::chrono::milliseconds limit) {
    changed_ = false;
    const auto until = std::chrono::steady_clock::now() + limit;
    const bool watching = watching_;
    while (!changed_ && watching_ == watching) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        if (limit != forever && left.count() <= 0) return true;
        std::array<pollfd, 2> waits{{{stop_, POLLIN, 0}, {inotify_.file(), POLLIN, 0}}};
        poll(waits.data(), waits.size(), limit == forever ? -1 : static_cast<int>(left.count()));
        if ((waits[0].revents & POLLIN) != 0) return false;
        take_events();
    }
    return true;
}

void PluginWatcher::take_events() {
    inotify_.take([this](const Inotify::Event& event) {
        if ((event.what & (IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED)) != 0) watching_ = false;
        const bool ours = event.name == library_.filename().native() || event.name == manifest_.filename().native();
        if (ours || (event.what & IN_Q_OVERFLOW) != 0) changed_ = true;
    });
}

PluginWatcher::Files PluginWatcher::look() {
    const auto library = sha256_of_file(library_);
    if (!library) return Files::seen;  // removed, or not built yet
    const auto manifest = read_manifest(manifest_);
    const auto wanted = manifest ? manifest->sha256 : "";
    if (*library == wanted) {
        if (wanted == seen_) return Files::seen;
        seen_ = wanted;
        return Files::new_build;
    }
    odds_ = *library + ' ' + wanted;
    return odds_ == told_odds_ ? Files::seen : Files::at_odds;
}

}  // namespace alysio::sandbox::runtime
