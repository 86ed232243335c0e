#include "sandbox_host/services/artifact.hpp"

#include <alysio/sdk/text.hpp>

#include <algorithm>
#include <bit>
#include <utility>

namespace alysio::sandbox::services {

namespace {

std::shared_ptr<Artifact> shared(Artifact& artifact) {
    return std::static_pointer_cast<Artifact>(artifact.shared_from_this());
}

}  // namespace

void Artifact::open() {
    busy_ = true;
    disk_.post([self = shared(*this)] {
        self->on_lane([raw = self.get(), outcome = self->file_->open()] { raw->written({}, outcome); });
    });
}

void Artifact::refuse(alysio_status status, std::string message) {
    finishing_ = true;
    on_lane([this, status, outcome = FileOutcome{status, std::move(message), {}}] {
        tell(status, ALYSIO_ARTIFACT_DISCARD, outcome);
    });
}

std::uint64_t Artifact::write(std::string_view bytes) {
    const auto taken = std::min<std::uint64_t>(bytes.size(), window_ - queue_.size() - on_disk_);
    // Portions of one file are much alike; without room to spare, each that is a little longer would take new memory.
    if (queue_.size() + taken > queue_.capacity()) queue_.reserve(std::bit_ceil(queue_.size() + taken));
    queue_.append(bytes.substr(0, taken));
    full_ = taken < bytes.size();
    flush();
    return taken;
}

void Artifact::close(alysio_artifact_disposition disposition) {
    disposition_ = disposition;
    closing_ = true;
    if (!busy_) finish(ALYSIO_OK);
}

void Artifact::flush() {
    if (busy_ || queue_.empty()) return;
    busy_ = true;
    on_disk_ = queue_.size();
    disk_.post([self = shared(*this), bytes = std::exchange(queue_, std::exchange(reusable_, {}))]() mutable {
        const auto outcome = self->file_->write(bytes);
        self->on_lane([raw = self.get(), bytes = std::move(bytes), outcome]() mutable {
            raw->written(std::move(bytes), outcome);
        });
    });
}

void Artifact::written(std::string bytes, const FileOutcome& outcome) {
    busy_ = false;
    on_disk_ -= bytes.size();
    bytes.clear();
    reusable_ = std::move(bytes);
    if (outcome.status != ALYSIO_OK) {
        disk_.post([file = file_] { file->finish(ALYSIO_ARTIFACT_DISCARD); });
        tell(outcome.status, ALYSIO_ARTIFACT_DISCARD, outcome);
        return;
    }
    flush();
    if (closing_ && !busy_) {
        finish(ALYSIO_OK);
    } else if (std::exchange(full_, false)) {
        events_.on_writable(event_ctx_, handle());
    }
}

// The last the disk hears of it, with what is still queued. `status` is what on_closed says where all goes well.
void Artifact::finish(alysio_status status) {
    busy_ = true;
    closing_ = true;
    finishing_ = true;
    disk_.post([self = shared(*this), rest = std::exchange(queue_, {}), disposition = disposition_, status] {
        auto outcome = disposition == ALYSIO_ARTIFACT_DISCARD ? FileOutcome{} : self->file_->write(rest);
        if (outcome.status == ALYSIO_OK) outcome = self->file_->finish(disposition);
        const bool kept = outcome.status == ALYSIO_OK;
        self->on_lane([raw = self.get(), kept, outcome, disposition, status] {
            raw->tell(kept ? status : outcome.status, kept ? disposition : ALYSIO_ARTIFACT_DISCARD, outcome);
        });
    });
}

void Artifact::abandon() noexcept {
    // Where close was called already, the file gets what was asked for then, unheard.
    if (!finishing_) finish(ALYSIO_OK);
}

void Artifact::expire() noexcept {
    if (!closing_) finish(ALYSIO_E_CANCELLED);
}

void Artifact::tell(alysio_status status, alysio_artifact_disposition disposition, const FileOutcome& outcome) {
    const auto path = outcome.path.string();
    alysio_artifact_closed closed{};
    closed.struct_size = sizeof closed;
    closed.status = status;
    closed.disposition = disposition;
    closed.path = sdk::str(path);
    closed.bytes = path.empty() ? 0 : file_->bytes();
    closed.message = sdk::str(outcome.message);
    if (on_kept_ && !path.empty() && disposition != ALYSIO_ARTIFACT_DISCARD) {
        on_kept_(outcome.path, closed.bytes, disposition == ALYSIO_ARTIFACT_PARTIAL);
    }
    end();
    events_.on_closed(event_ctx_, handle(), &closed);
}

}  // namespace alysio::sandbox::services
