#pragma once

#include "sandbox_host/runtime/pool.hpp"
#include "sandbox_host/runtime/service.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace alysio::sandbox::services {

struct ArtifactOptions {
    std::filesystem::path root;        // root/TENANT/USER/name
    std::uint64_t quota = 2ull << 30;  // bytes per user
    std::chrono::hours keep = std::chrono::hours(24 * 7);
    std::uint64_t window = 1ull << 20;  // bytes taken and not yet written, per file
};

// "alysio.artifact/1": files of the user a call acts for, written by one thread. Outlives the runtime it is
// given to.
class ArtifactService {
  public:
    // Begins by removing what has expired.
    explicit ArtifactService(ArtifactOptions options);
    // After everything that was closed has been written.
    ~ArtifactService();
    ArtifactService(const ArtifactService&) = delete;
    ArtifactService& operator=(const ArtifactService&) = delete;

    runtime::Service service() noexcept;

    const ArtifactOptions& options() const noexcept { return options_; }
    runtime::Pool& disk() noexcept { return disk_; }

  private:
    const ArtifactOptions options_;
    runtime::Pool disk_{1};
};

}  // namespace alysio::sandbox::services
