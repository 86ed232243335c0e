#include "sandbox_host/services/artifact_file.hpp"

#include "sandbox_host/services/artifact_name.hpp"

#include <algorithm>
#include <utility>

namespace alysio::sandbox::services {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view hidden_prefix = ".unfinished-";

// Measuring a folder takes a moment, so a file gets room for a while.
constexpr std::uint64_t grant = 64ull << 20;

}  // namespace

ArtifactFile::~ArtifactFile() {
    discard();
}

FileOutcome ArtifactFile::fail(alysio_status status, std::string message) {
    discard();
    failure_ = {status, std::move(message), {}};
    return failure_;
}

FileOutcome ArtifactFile::fail_storage(const std::string& what, std::error_code error) {
    return fail(ALYSIO_E_STORAGE, what + ": " + error.message() + ".");
}

FileOutcome ArtifactFile::open() {
    if (const auto error = disk_.make_folder(folder_)) {
        return fail_storage("The folder " + folder_.string() + " cannot be made", error);
    }
    disk_.remove_expired(folder_, keep_);
    auto created = disk_.create(folder_, hidden_prefix);
    if (created.error) return fail_storage("No file can be made in " + folder_.string(), created.error);
    file_ = std::move(created.file);
    hidden_ = std::move(created.path);
    disk_.know(hidden_, false);
    return {};
}

FileOutcome ArtifactFile::write(std::string_view bytes) {
    if (failure_.status != ALYSIO_OK) return failure_;
    if (bytes.size() > granted_) {
        const auto used = disk_.bytes_in(folder_);
        granted_ = used < quota_ ? std::min(quota_ - used, std::max<std::uint64_t>(grant, bytes.size())) : 0;
    }
    if (bytes.size() > granted_) {
        return fail(ALYSIO_E_LIMITED, "The folder for results is full: its files may have " + std::to_string(quota_) +
                                          " bytes together.");
    }
    granted_ -= bytes.size();
    if (const auto error = file_->write(bytes)) return fail_storage("The file " + name_ + " cannot be written", error);
    bytes_ += bytes.size();
    return {};
}

FileOutcome ArtifactFile::finish(alysio_artifact_disposition disposition) {
    if (failure_.status != ALYSIO_OK) return failure_;
    if (disposition == ALYSIO_ARTIFACT_DISCARD) {
        discard();
        return {};
    }
    // Some file systems find out only here that they are full.
    if (const auto error = file_->close()) return fail_storage("The file " + name_ + " cannot be written", error);
    file_.reset();
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
    const auto error = disk_.rename(hidden_, path);
    if (error == std::errc::file_exists) return {};
    if (error) return fail_storage("The file cannot get its name, " + name, error);
    hidden_.clear();
    disk_.know(path, true);
    return {ALYSIO_OK, "", std::move(path)};
}

void ArtifactFile::discard() noexcept {
    file_.reset();
    if (!hidden_.empty()) disk_.remove(hidden_);
    hidden_.clear();
}

}  // namespace alysio::sandbox::services
