#include "sandbox_host/runtime/inotify.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <utility>

namespace alysio::sandbox::runtime {

Inotify::Inotify() : file_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

Inotify::Inotify(Inotify&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

Inotify::~Inotify() {
    if (file_ >= 0) close(file_);
}

int Inotify::add(const std::filesystem::path& path, std::uint32_t what) const {
    return inotify_add_watch(file_, path.c_str(), what);
}

void Inotify::remove(int watch) const {
    inotify_rm_watch(file_, watch);
}

void Inotify::take(const std::function<void(const Event&)>& happened) const {
    alignas(inotify_event) std::array<char, 16384> buffer{};
    for (auto size = read(file_, buffer.data(), buffer.size()); size > 0;
         size = read(file_, buffer.data(), buffer.size())) {
        for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
            inotify_event event{};
            std::memcpy(&event, buffer.data() + at, sizeof event);
            happened({event.wd, event.mask, event.len == 0 ? "" : buffer.data() + at + sizeof event});
            at += sizeof event + event.len;
        }
    }
}

}  // namespace alysio::sandbox::runtime
