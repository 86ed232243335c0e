#include "sandbox_host/services/artifact_index.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace alysio::sandbox::services {

namespace {

// Far beyond what a week of files needs; a longer one is none of ours.
constexpr off_t longest = 16 << 20;

// A line: "inode size written noted name"; size and time of writing are 0 for a file in the making.
struct Entry {
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t written_ns = 0;
    std::int64_t noted_ns = 0;  // when it was whole, by our clock
    std::string name;

    bool whole() const { return written_ns != 0; }
};

std::int64_t written_ns(const struct stat& status) {
    return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

std::optional<Entry> read_line(const std::string& line) {
    std::istringstream in(line);
    Entry entry;
    in >> entry.inode >> entry.size >> entry.written_ns >> entry.noted_ns;
    if (!in || in.get() != ' ' || !std::getline(in, entry.name)) return std::nullopt;
    if (entry.name.empty() || entry.name.find('/') != std::string::npos) return std::nullopt;
    return entry;
}

void append_line(std::string& text, const Entry& entry) {
    text += std::to_string(entry.inode) + ' ' + std::to_string(entry.size) + ' ' + std::to_string(entry.written_ns) +
            ' ' + std::to_string(entry.noted_ns) + ' ' + entry.name + '\n';
}

constexpr auto header = ArtifactIndex::header;

// The index of a folder, open and locked, if there is one and it is ours: a file of that name that somebody else made, or
// that stands under another name too, is left as it is. Nothing waits for what is no file.
class Locked {
  public:
    Locked(int folder, int flags)
        : file_(openat(folder, ArtifactIndex::file_name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags, 0600)) {
        struct stat status {};
        if (file_ < 0) return;
        const bool plain = fstat(file_, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
                           status.st_nlink == 1 && status.st_size <= longest && flock(file_, LOCK_EX) == 0;
        if (plain) text_ = read();
        if (plain && text_.empty()) append(header);
        if (plain && (text_.empty() || text_.substr(0, header.size()) == header)) return;
        ::close(file_);
        file_ = -1;
    }
    ~Locked() {
        if (file_ >= 0) ::close(file_);
    }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;

    bool is_open() const { return file_ >= 0; }

    /// The lines behind the header.
    std::string lines() const { return text_.substr(std::min(header.size(), text_.size())); }

    void append(std::string_view text) const {
        [[maybe_unused]] const auto written = ::write(file_, text.data(), text.size());
    }
    // A crash in between leaves fewer lines, so files that stay.
    void replace(std::string_view lines) const {
        if (ftruncate(file_, static_cast<off_t>(header.size())) == 0 && lseek(file_, 0, SEEK_END) >= 0) append(lines);
    }

  private:
    std::string read() const {
        std::string text;
        std::array<char, 16'384> buffer;
        for (ssize_t got = 0; (got = ::read(file_, buffer.data(), buffer.size())) > 0;) {
            text.append(buffer.data(), static_cast<std::size_t>(got));
        }
        return text;
    }

    int file_;
    std::string text_;
};

class Folder {
  public:
    explicit Folder(const std::filesystem::path& path) : file_(open(path.c_str(), O_DIRECTORY | O_CLOEXEC)) {}
    ~Folder() {
        if (file_ >= 0) ::close(file_);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    int get() const { return file_; }

  private:
    int file_;
};

// Whether the folder's file of that name is still the one that was written.
bool is_still(const Entry& entry, const struct stat& status) {
    if (!S_ISREG(status.st_mode) || status.st_ino != entry.inode) return false;
    return !entry.whole() || (status.st_size == entry.size && written_ns(status) == entry.written_ns);
}

}  // namespace

void ArtifactIndex::add(const std::filesystem::path& file, bool whole, Time now) const noexcept {
    try {
        const Folder folder(folder_);
        Entry entry;
        entry.name = file.filename().string();
        struct stat status {};
        if (fstatat(folder.get(), entry.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return;
        entry.inode = status.st_ino;
        entry.noted_ns = now.time_since_epoch().count();
        if (whole) {
            entry.size = status.st_size;
            entry.written_ns = written_ns(status);
        }
        std::string line;
        append_line(line, entry);
        const Locked index(folder.get(), O_APPEND | O_CREAT);
        if (index.is_open()) index.append(line);
    } catch (const std::bad_alloc&) {
        // Without a line the file stays.
    }
}

void ArtifactIndex::remove_expired(Time now, std::chrono::nanoseconds keep) const noexcept {
    try {
        const Folder folder(folder_);
        const Locked index(folder.get(), 0);
        if (!index.is_open()) return;
        const std::string before = index.lines();
        std::string after;
        std::istringstream lines(before);
        for (std::string line; std::getline(lines, line);) {
            const auto entry = read_line(line);
            struct stat status {};
            if (!entry || fstatat(folder.get(), entry->name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
                !is_still(*entry, status)) {
                continue;
            }
            const Time last(std::chrono::nanoseconds(entry->whole() ? entry->noted_ns : written_ns(status)));
            const auto age = now - last;
            if (age > (entry->whole() ? keep : keep_unfinished)) {
                unlinkat(folder.get(), entry->name.c_str(), 0);
            } else {
                append_line(after, *entry);
            }
        }
        if (after != before) index.replace(after);
    } catch (const std::bad_alloc&) {
        // Another time.
    }
}

}  // namespace alysio::sandbox::services
