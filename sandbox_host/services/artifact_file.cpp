#include "sandbox_host/services/artifact_file.hpp"

#include "sandbox_host/services/artifact_name.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <system_error>
#include <utility>

namespace alysio::sandbox::services {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view hidden_prefix = ".unfinished-";

// Measuring a folder takes a moment, so a file gets room for a while.
constexpr std::uint64_t grant = 64ull << 20;

std::uint64_t used_in(const fs::path& folder) {
    std::uint64_t total = 0;
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
         entry.increment(error)) {
        std::error_code gone;
        const auto size = entry->file_size(gone);
        if (!gone) total += size;
    }
    return total;
}

void create_private(const fs::path& folder, std::error_code& error) {
    fs::create_directories(folder.parent_path(), error);
    if (!error && fs::create_directory(folder, error)) fs::permissions(folder, fs::perms::owner_all, error);
}

}  // namespace

ArtifactFile::~ArtifactFile() {
    discard();
}

FileOutcome ArtifactFile::fail(alysio_status status, std::string message) {
    discard();
    failure_ = {status, std::move(message), {}};
    return failure_;
}

FileOutcome ArtifactFile::fail_storage(const std::string& what, int error) {
    return fail(ALYSIO_E_STORAGE, what + ": " + std::generic_category().message(error) + ".");
}

FileOutcome ArtifactFile::open() {
    std::error_code error;
    create_private(folder_, error);
    if (error) return fail_storage("The folder " + folder_.string() + " cannot be made", error.value());
    // mkostemp makes it readable by its owner only.
    auto pattern = (folder_ / hidden_prefix).string() + "XXXXXX";
    file_ = mkostemp(pattern.data(), O_CLOEXEC);
    if (file_ < 0) return fail_storage("No file can be made in " + folder_.string(), errno);
    hidden_ = pattern;
    return {};
}

FileOutcome ArtifactFile::write(std::string_view bytes) {
    if (failure_.status != ALYSIO_OK) return failure_;
    if (bytes.size() > granted_) {
        const auto used = used_in(folder_);
        granted_ = used < quota_ ? std::min(quota_ - used, std::max<std::uint64_t>(grant, bytes.size())) : 0;
    }
    if (bytes.size() > granted_) {
        return fail(ALYSIO_E_LIMITED, "The folder for results is full: its files may have " + std::to_string(quota_) +
                                          " bytes together.");
    }
    granted_ -= bytes.size();
    while (!bytes.empty()) {
        const auto written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail_storage("The file cannot be written", errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
        bytes_ += static_cast<std::uint64_t>(written);
    }
    return {};
}

FileOutcome ArtifactFile::finish(alysio_artifact_disposition disposition) {
    if (failure_.status != ALYSIO_OK) return failure_;
    if (disposition == ALYSIO_ARTIFACT_DISCARD) {
        discard();
        return {};
    }
    // Some file systems find out only here that they are full.
    if (close(std::exchange(file_, -1)) != 0) return fail_storage("The file cannot be written", errno);
    const std::string suffix = disposition == ALYSIO_ARTIFACT_PARTIAL ? ".partial" : "";
    auto outcome = take_name(name_ + suffix);
    for (unsigned number = 2; outcome.status == ALYSIO_OK && outcome.path.empty(); ++number) {
        outcome = take_name(numbered(name_, number) + suffix);
    }
    return outcome;
}

// No path where the name is taken.
FileOutcome ArtifactFile::take_name(const std::string& name) {
    auto path = folder_ / name;
    if (renameat2(AT_FDCWD, hidden_.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) return {};
        return fail_storage("The file cannot get its name", errno);
    }
    hidden_.clear();
    return {ALYSIO_OK, "", std::move(path)};
}

void ArtifactFile::discard() noexcept {
    if (file_ >= 0) close(std::exchange(file_, -1));
    if (!hidden_.empty()) unlink(hidden_.c_str());
    hidden_.clear();
}

void remove_expired(const fs::path& root, fs::file_time_type::duration age) noexcept {
    const auto now = fs::file_time_type::clock::now();
    std::error_code error;
    for (auto entry = fs::recursive_directory_iterator(root, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_regular_file(ignored) || entry.depth() != 2) continue;
        const bool unfinished = entry->path().filename().string().rfind(hidden_prefix, 0) == 0;
        const auto allowed = unfinished ? fs::file_time_type::duration(std::chrono::hours(24)) : age;
        const auto written = entry->last_write_time(ignored);
        if (!ignored && now - written > allowed) fs::remove(entry->path(), ignored);
    }
}

}  // namespace alysio::sandbox::services
