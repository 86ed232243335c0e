#pragma once

#include "sandbox_host/runtime/lane.hpp"
#include "sandbox_host/runtime/operation.hpp"
#include "sandbox_host/services/artifact_file.hpp"

#include <alysio/abi.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace alysio::sandbox::services {

/// A file as the plugin knows it: takes bytes up to a window, and has them written on the disk's lane. [lane]
class Artifact final : public runtime::Operation {
  public:
    /// Hears of the file that is there in the end; may be empty.
    using OnKept = std::function<void(const std::filesystem::path&, std::uint64_t bytes, bool partial)>;

    Artifact(runtime::Lane& disk, std::unique_ptr<ArtifactFile> file, alysio_artifact_disposition if_left_open,
             std::uint64_t window, const alysio_artifact_events& events, void* event_ctx, OnKept on_kept)
        : disk_(disk),
          file_(std::move(file)),
          disposition_(if_left_open),
          window_(window),
          events_(events),
          event_ctx_(event_ctx),
          on_kept_(std::move(on_kept)) {}

    /// Once the ledger has taken it in, one of the two:
    void open();
    void refuse(alysio_status status, std::string message);

    bool is_closing() const noexcept { return closing_; }
    /// How much of it fitted.
    std::uint64_t write(std::string_view bytes);
    /// COMMIT or PARTIAL: on_closed follows.
    void close(alysio_artifact_disposition disposition);
    /// What becomes of it when it is abandoned now.
    void dispose_as(alysio_artifact_disposition disposition) noexcept { disposition_ = disposition; }

    void abandon() noexcept override;
    void expire() noexcept override;

  private:
    void flush();
    void written(std::string bytes, const FileOutcome& outcome);
    void finish(alysio_status status);
    void tell(alysio_status status, alysio_artifact_disposition disposition, const FileOutcome& outcome);

    runtime::Lane& disk_;
    const std::shared_ptr<ArtifactFile> file_;  // touched on the disk's lane only
    alysio_artifact_disposition disposition_;
    const std::uint64_t window_;
    const alysio_artifact_events& events_;
    void* const event_ctx_;
    const OnKept on_kept_;

    std::string queue_;          // not yet with the disk
    std::string reusable_;       // memory for the next queue: what was written is not given back in between
    std::uint64_t on_disk_ = 0;  // bytes that the disk's lane is writing
    bool busy_ = false;          // it has something to do for this file
    bool full_ = false;          // a write was not taken whole
    bool closing_ = false;
    bool finishing_ = false;  // the disk has heard the last of it
};

}  // namespace alysio::sandbox::services
