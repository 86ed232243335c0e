#include "sandbox_host/services/transfer.hpp"

namespace alysio::sandbox::services {

alysio_http_sent Transfer::drop() noexcept {
    switch (stage_.exchange(Stage::dropped)) {
        case Stage::committed:
            return ALYSIO_HTTP_MAYBE_SENT;
        case Stage::answered:
            return ALYSIO_HTTP_ANSWERED;
        default:
            return ALYSIO_HTTP_NOT_SENT;
    }
}

bool Transfer::commit() noexcept {
    if (advance(Stage::waiting, Stage::committed)) return true;
    return stage_.load() == Stage::committed && request.effect == ALYSIO_HTTP_READS;
}

void Transfer::put(Response response) {
    {
        std::lock_guard lock(mutex_);
        response_ = std::move(response);
    }
    tell();
}

bool Transfer::put(std::string_view raw) {
    {
        std::lock_guard lock(mutex_);
        if (raw_.size() >= raw_limit) {
            full_ = true;
            return false;
        }
        // Most answers come in one piece; the others get all the memory they may need at once.
        if (!raw_.empty()) raw_.reserve(raw_limit + raw.size());
        raw_.append(raw);
    }
    tell();
    return true;
}

void Transfer::put(TransferEnd end) {
    {
        std::lock_guard lock(mutex_);
        end_ = std::move(end);
    }
    tell();
}

std::optional<Response> Transfer::take_response() {
    std::lock_guard lock(mutex_);
    return std::exchange(response_, std::nullopt);
}

bool Transfer::take_raw(std::string& raw) {
    std::lock_guard lock(mutex_);
    raw_.swap(raw);
    return std::exchange(full_, false);
}

std::optional<TransferEnd> Transfer::take_end() {
    std::lock_guard lock(mutex_);
    if (!raw_.empty() || response_) return std::nullopt;
    return std::exchange(end_, std::nullopt);
}

void Transfer::tell() const noexcept {
    if (const auto listener = listener_.lock()) listener->news();
}

}  // namespace alysio::sandbox::services
