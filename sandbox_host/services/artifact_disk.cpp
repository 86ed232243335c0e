#include "sandbox_host/services/artifact_disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

namespace alysio::sandbox::services {

namespace fs = std::filesystem;

namespace {

std::error_code last_error() {
    return {errno, std::generic_category()};
}

class LocalFile final : public ArtifactDisk::File {
  public:
    explicit LocalFile(int file) : file_(file) {}
    ~LocalFile() override {
        if (file_ >= 0) ::close(file_);
    }
    LocalFile(const LocalFile&) = delete;
    LocalFile& operator=(const LocalFile&) = delete;

    std::error_code write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const auto written = ::write(file_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) return last_error();
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }
    std::error_code close() override {
        return ::close(std::exchange(file_, -1)) == 0 ? std::error_code() : last_error();
    }

  private:
    int file_;
};

}  // namespace

LocalDisk::LocalDisk(Now now) : now_(std::move(now)) {
    if (!now_)
        now_ = [] { return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now()); };
}

std::error_code LocalDisk::make_folder(const fs::path& folder) {
    std::error_code error;
    if (folder.empty() || fs::is_directory(folder, error)) return {};
    if ((error = make_folder(folder.parent_path()))) return error;
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return last_error();
    return {};
}

ArtifactDisk::Created LocalDisk::create(const fs::path& folder, std::string_view prefix) {
    // mkostemp makes it readable by its owner only.
    auto pattern = (folder / prefix).string() + "XXXXXX";
    const int file = mkostemp(pattern.data(), O_CLOEXEC);
    if (file < 0) return {last_error(), {}, nullptr};
    return {{}, pattern, std::make_unique<LocalFile>(file)};
}

std::error_code LocalDisk::rename(const fs::path& from, const fs::path& to) {
    const int renamed = renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
    return renamed == 0 ? std::error_code() : last_error();
}

void LocalDisk::remove(const fs::path& file) noexcept {
    unlink(file.c_str());
}

std::uint64_t LocalDisk::bytes_in(const fs::path& folder) {
    std::uint64_t total = 0;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        if (entry->path().filename() == ArtifactIndex::file_name) continue;
        std::error_code gone;
        const auto size = entry->file_size(gone);
        if (!gone) total += size;
    }
    return total;
}

void LocalDisk::know(const fs::path& file, bool whole) noexcept {
    ArtifactIndex(file.parent_path()).add(file, whole, now_());
}

void LocalDisk::remove_expired(const fs::path& folder, std::chrono::nanoseconds keep) noexcept {
    ArtifactIndex(folder).remove_expired(now_(), keep);
}

}  // namespace alysio::sandbox::services
