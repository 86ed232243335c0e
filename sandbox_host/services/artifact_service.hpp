#pragma once

#include "sandbox_host/runtime/lane.hpp"
#include "sandbox_host/runtime/service.hpp"
#include "sandbox_host/runtime/thread_pool.hpp"
#include "sandbox_host/services/artifact_disk.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace alysio::sandbox::services {

struct ArtifactOptions {
    std::filesystem::path root;        ///< root/TENANT/USER/name
    std::uint64_t quota = 2ull << 30;  ///< bytes per user
    /// How long a file stays. What is older goes when the same user's next file is begun, and only what this host wrote.
    std::chrono::hours keep = std::chrono::hours(24 * 7);
    std::uint64_t window = 1ull << 20;  ///< bytes taken and not yet written, per file
    /// What waits for the disk. Null: a thread of the service's own.
    std::shared_ptr<runtime::Executor> executor;
    std::shared_ptr<ArtifactDisk> disk = std::make_shared<LocalDisk>();
};

/// "alysio.artifact/1": files of the user a call acts for, written one step at a time. Outlives the runtime it is
/// given to.
class ArtifactService {
  public:
    explicit ArtifactService(ArtifactOptions options);
    /// After everything that was closed has been written.
    ~ArtifactService();
    ArtifactService(const ArtifactService&) = delete;
    ArtifactService& operator=(const ArtifactService&) = delete;

    runtime::Service service() noexcept;

    const ArtifactOptions& options() const noexcept { return options_; }
    /// Where all that waits for the disk runs, one step at a time.
    runtime::Lane& lane() noexcept { return *lane_; }

  private:
    const ArtifactOptions options_;
    const std::unique_ptr<runtime::ThreadPool> thread_ =
        options_.executor == nullptr ? std::make_unique<runtime::ThreadPool>(1) : nullptr;
    runtime::Executor& executor_ = thread_ == nullptr ? *options_.executor : *thread_;
    const std::shared_ptr<runtime::Lane> lane_ = std::make_shared<runtime::Lane>(executor_);
};

}  // namespace alysio::sandbox::services
