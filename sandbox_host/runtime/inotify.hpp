#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

namespace alysio::sandbox::runtime {

/// The kernel's eye on folders and files: see inotify(7).
class Inotify {
  public:
    struct Event {
        int watch = -1;
        std::uint32_t what = 0;  ///< IN_…
        std::string_view name;   ///< within the watched folder; may be empty
    };

    /// Where the system has no more of them, file() is negative and errno says why.
    Inotify();
    Inotify(Inotify&& other) noexcept;
    Inotify& operator=(Inotify&&) = delete;
    ~Inotify();

    /// Readable when take() has something to say.
    int file() const noexcept { return file_; }
    /// The watch's number; negative with errno where it cannot be watched.
    int add(const std::filesystem::path& path, std::uint32_t what) const;
    void remove(int watch) const;
    /// Everything that has happened since the last time. Does not wait.
    void take(const std::function<void(const Event&)>& happened) const;

  private:
    int file_;
};

}  // namespace alysio::sandbox::runtime
