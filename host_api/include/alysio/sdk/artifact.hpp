#pragma once

#include "call.hpp"

#include <alysio/abi/artifact.h>

#include <coroutine>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace alysio::sdk {

/// What became of a file.
struct ArtifactClosed {
    ArtifactClosed() = default;

    alysio_status status = ALYSIO_OK;
    std::string path;  ///< what the user is told; empty where nothing is left
    uint64_t bytes = 0;
    std::string message;
};

/// What a write that waits for room does when its call is stopped: it ends at once, or writes on, since half of what was to
/// be written is worth nothing. The host's grace ends it in any case.
enum class OnStop { ends, writes_on };

/// Writes one file through the host. One writer, one coroutine: each await ends before the next begins.
///
///     ArtifactWriter file(call, "rows.jsonl", "application/x-ndjson", ALYSIO_ARTIFACT_PARTIAL);
///     alysio_status written = co_await file.write(bytes);     // waits while the host's window is full
///     ArtifactClosed closed = co_await file.close(ALYSIO_ARTIFACT_COMMIT);
///
/// Destroying an open writer discards the file.
class ArtifactWriter final : private Stoppable {
  public:
    ArtifactWriter(Call& call, std::string_view name, std::string_view media_type,
                   alysio_artifact_disposition if_left_open)
        : call_(call) {
        if (core().artifacts() == nullptr) {
            closed_.status = ALYSIO_E_UNSUPPORTED;
            closed_.message = "This host keeps no files.";
            return;
        }
        const alysio_artifact_options options{sizeof options, if_left_open, str(name), str(media_type), 0};
        static constexpr alysio_artifact_events events{
            sizeof(alysio_artifact_events), 0, event<&ArtifactWriter::on_writable>, event<&ArtifactWriter::on_closed>};
        closed_.status = core().artifacts()->open(core().ctx(), call.id(), &options, &events, this, &handle_);
        if (closed_.status != ALYSIO_OK) handle_ = 0;
    }
    ArtifactWriter(const ArtifactWriter&) = delete;
    ArtifactWriter& operator=(const ArtifactWriter&) = delete;
    ~ArtifactWriter() {
        if (open()) core().artifacts()->close(core().ctx(), handle_, ALYSIO_ARTIFACT_DISCARD);
    }

    Core& core() const { return call_.core(); }
    bool open() const { return handle_ != 0; }

    /// Why the file is not open any more.
    const ArtifactClosed& closed() const { return closed_; }

    /// `bytes` must stay where they are until the await ends. ALYSIO_OK: all of them are with the host. ALYSIO_E_CANCELLED:
    /// the call was stopped while waiting; the file is still open, so that it can be closed as partial. Else see closed().
    auto write(std::string_view bytes, OnStop on_stop = OnStop::ends) {
        struct Awaiter {
            ArtifactWriter& writer;
            bool await_ready() const { return writer.push(); }
            void await_suspend(std::coroutine_handle<> coroutine) const {
                writer.wait(coroutine);
                writer.writing_ = true;
                if (writer.on_stop_ == OnStop::ends) writer.call_.on_stop(writer);
            }
            alysio_status await_resume() const { return writer.written_; }
        };
        rest_ = bytes;
        on_stop_ = on_stop;
        return Awaiter{*this};
    }

    /// COMMIT or PARTIAL. Not ended by a stop: what came so far is worth keeping.
    auto close(alysio_artifact_disposition disposition) {
        struct Awaiter {
            ArtifactWriter& writer;
            alysio_artifact_disposition disposition;
            bool await_ready() const {
                if (!writer.open()) return true;
                const alysio_status status =
                    writer.core().artifacts()->close(writer.core().ctx(), writer.handle_, disposition);
                if (status == ALYSIO_OK) return false;
                writer.closed_.status = status;
                writer.handle_ = 0;
                return true;
            }
            void await_suspend(std::coroutine_handle<> coroutine) const { writer.wait(coroutine); }
            ArtifactClosed await_resume() const { return writer.closed_; }
        };
        return Awaiter{*this, disposition};
    }

  private:
    /// True when the write has ended, one way or the other.
    bool push() {
        if (!open()) {
            written_ = closed_.status == ALYSIO_OK ? ALYSIO_E_WRONG_STATE : closed_.status;
            return true;
        }
        uint64_t taken = 0;
        written_ = core().artifacts()->write(core().ctx(), handle_, str(rest_), &taken);
        rest_.remove_prefix(taken);
        if (written_ != ALYSIO_WOULD_BLOCK) return true;
        if (on_stop_ == OnStop::writes_on || call_.stopped() == 0) return false;
        written_ = ALYSIO_E_CANCELLED;
        return true;
    }

    void wait(std::coroutine_handle<> coroutine) {
        waiter_.coroutine = coroutine;
        waiting_ = true;
    }

    void resume() {
        unlink();
        writing_ = false;
        if (std::exchange(waiting_, false)) core().ready(waiter_);
    }

    void on_writable(alysio_artifact) {
        if (writing_ && push()) resume();
    }

    void on_closed(alysio_artifact, const alysio_artifact_closed* closed) {
        handle_ = 0;
        closed_.status = closed->status;
        closed_.path = view(closed->path);
        closed_.bytes = closed->bytes;
        closed_.message = view(closed->message);
        written_ = closed->status;
        resume();
    }

    void stop() override {
        written_ = ALYSIO_E_CANCELLED;
        resume();
    }

    Call& call_;
    alysio_artifact handle_ = 0;
    std::string_view rest_;
    OnStop on_stop_ = OnStop::ends;
    alysio_status written_ = ALYSIO_OK;
    ArtifactClosed closed_;
    bool waiting_ = false;
    bool writing_ = false;
    Waiter waiter_;
};

}  // namespace alysio::sdk
