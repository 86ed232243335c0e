#include "sandbox_host/services/http_operation.hpp"

#include <alysio/sdk/text.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace alysio::sandbox::services {

void HttpOperation::start(HttpRequest request, std::shared_ptr<connection::Connection> connection) {
    const auto self = std::static_pointer_cast<HttpOperation>(shared_from_this());
    transfer_ = std::make_shared<Transfer>(std::move(request), std::move(connection), self);
    transport_.submit(transfer_);
}

void HttpOperation::refuse(connection::RequestError failure) {
    on_lane([this, end = TransferEnd{ALYSIO_HTTP_NOT_SENT, std::move(failure)}] { conclude(end); });
}

bool HttpOperation::consume(std::uint64_t bytes) {
    if (bytes > unconsumed_) return false;
    unconsumed_ -= bytes;
    if (bytes > 0) news();
    return true;
}

alysio_http_sent HttpOperation::drop() {
    TransferEnd end;
    end.sent = stop();
    end.failure.status = ALYSIO_E_CANCELLED;
    note(end);
    return end.sent;
}

alysio_http_sent HttpOperation::stop() {
    if (transfer_ == nullptr || transfer_->dropped()) return ALYSIO_HTTP_NOT_SENT;
    const auto sent = transfer_->drop();
    transport_.forget(transfer_);
    return sent;
}

// At the first of its ends: what comes after it nobody is told.
void HttpOperation::note(const TransferEnd& end) {
    if (notes_) notes_->end(end, transfer_ != nullptr && transfer_->replayed());
    notes_.reset();
}

void HttpOperation::expire() noexcept {
    TransferEnd end;
    end.failure.status = ALYSIO_E_CANCELLED;
    end.failure.message = "The call was cancelled.";
    end.sent = stop();
    conclude(end);
}

void HttpOperation::news() noexcept {
    if (!pumping_.exchange(true)) on_lane([this] { pump(); });
}

// One event a turn, so that a long body takes turns with everything else on the lane.
void HttpOperation::pump() {
    pumping_ = false;
    if (deliver_head() || deliver_body()) {
        if (!has_ended()) news();
        return;
    }
    if (!has_ended()) deliver_end();
}

bool HttpOperation::deliver_head() {
    if (response_) return false;
    response_ = transfer_->take_response();
    if (!response_) return false;
    std::vector<alysio_pair> headers;
    headers.reserve(response_->headers.size());
    for (const auto& [name, value] : response_->headers) headers.push_back({sdk::str(name), sdk::str(value)});
    if (notes_) notes_->head(response_->status);
    alysio_http_head head{};
    head.struct_size = sizeof head;
    head.http_status = static_cast<std::uint32_t>(response_->status);
    head.headers = headers.data();
    head.header_count = headers.size();
    events_.on_head(event_ctx_, handle(), &head);
    return true;
}

bool HttpOperation::deliver_body() {
    const auto credit = window_ - unconsumed_;
    if (!response_ || credit == 0) return false;
    if (ready_.empty() && !refill(std::min<std::uint64_t>(credit, largest_chunk))) return false;
    const auto chunk = ready_.substr(0, credit);
    ready_.remove_prefix(chunk.size());
    unconsumed_ += chunk.size();
    if (notes_) notes_->body(chunk);
    events_.on_body(event_ctx_, handle(), sdk::str(chunk));
    return true;
}

bool HttpOperation::refill(std::size_t limit) {
    while (ready_.empty() && !damaged_) {
        if (response_->decoder.hungry()) {
            if (transfer_->take_raw(raw_)) transport_.resume(transfer_);
            if (raw_.empty()) return false;
            response_->decoder.refill(raw_);
        }
        std::string_view content;
        damaged_ = !response_->decoder.pull(content, limit);
        if (!content.empty()) ready_ = response_->session->filter(content);
    }
    return !ready_.empty();
}

void HttpOperation::deliver_end() {
    if (!ready_.empty()) return;
    if (response_ && !damaged_ && !response_->decoder.hungry()) return;
    if (!end_) end_ = transfer_->take_end();
    const bool cut = end_ && end_->failure.status == ALYSIO_OK && !response_->decoder.complete();
    if (damaged_ || cut) {
        TransferEnd broken;
        broken.sent = ALYSIO_HTTP_ANSWERED;
        broken.failure.status = ALYSIO_E_BROKEN;
        broken.failure.message = "The server's answer is damaged: its compression does not hold.";
        stop();
        conclude(broken);
        return;
    }
    if (!end_) return;
    if (response_) ready_ = response_->session->rest();
    if (!ready_.empty()) return news();
    conclude(*end_);
}

void HttpOperation::conclude(const TransferEnd& end) {
    alysio_http_end told{};
    told.struct_size = sizeof told;
    told.status = end.failure.status;
    told.sent = end.sent;
    told.retry_after_ns = end.failure.retry_after_ns;
    told.message = sdk::str(end.failure.message);
    told.subject = sdk::str(end.failure.subject);
    told.size = end.failure.size;
    told.limit = end.failure.limit;
    note(end);
    this->end();
    events_.on_end(event_ctx_, handle(), &told);
}

}  // namespace alysio::sandbox::services
