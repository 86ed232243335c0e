#pragma once

#include "sandbox_host/services/artifact_disk.hpp"

#include <alysio/abi.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace alysio::sandbox::services {

struct FileOutcome {
    alysio_status status = ALYSIO_OK;
    std::string message;         ///< one sentence, where it is not ALYSIO_OK
    std::filesystem::path path;  ///< of what is left
};

/// One file in the making: hidden until it is whole or given up. Used on the disk's lane alone.
class ArtifactFile {
  public:
    /// `quota`: bytes that all files of the folder may have together. `keep`: how long they stay.
    ArtifactFile(ArtifactDisk& disk, std::filesystem::path folder, std::string name, std::uint64_t quota,
                 std::chrono::nanoseconds keep)
        : disk_(disk), folder_(std::move(folder)), name_(std::move(name)), quota_(quota), keep_(keep) {}
    /// What was not finished is removed.
    ~ArtifactFile();
    ArtifactFile(const ArtifactFile&) = delete;
    ArtifactFile& operator=(const ArtifactFile&) = delete;

    /// Makes room by removing what has expired of the folder's earlier files. After a failure the file is gone, and every
    /// further step fails alike.
    FileOutcome open();
    FileOutcome write(std::string_view bytes);
    FileOutcome finish(alysio_artifact_disposition disposition);

    std::uint64_t bytes() const noexcept { return bytes_; }

  private:
    FileOutcome fail(alysio_status status, std::string message);
    FileOutcome fail_storage(const std::string& what, std::error_code error);
    FileOutcome take_name(const std::string& name);
    void discard() noexcept;

    ArtifactDisk& disk_;
    const std::filesystem::path folder_;
    const std::string name_;
    const std::uint64_t quota_;
    const std::chrono::nanoseconds keep_;
    std::uint64_t granted_ = 0;  // of the quota, before the folder is measured again
    FileOutcome failure_;
    std::filesystem::path hidden_;
    std::unique_ptr<ArtifactDisk::File> file_;
    std::uint64_t bytes_ = 0;
};

}  // namespace alysio::sandbox::services
