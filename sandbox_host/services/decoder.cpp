#include "sandbox_host/services/decoder.hpp"

namespace alysio::sandbox::services {

void Decoder::refill(std::string& raw) {
    raw_.swap(raw);
    raw_at_ = 0;
    raw.clear();
}

bool Decoder::pull(std::string_view& content, std::size_t limit) {
    if (peeked_at_ != peeked_.size()) {
        content = peeked().substr(0, limit);
        peeked_at_ += content.size();
        return true;
    }
    if (!inflater_) {
        content = raw_piece(limit);
        return true;
    }
    inflated_.clear();
    const bool sound = decode(inflated_, limit);
    content = inflated_;
    return sound;
}

bool Decoder::peek(std::size_t limit) {
    const auto known = peeked_.size() - peeked_at_;
    return known >= limit || decode(peeked_, limit - known);
}

bool Decoder::decode(std::string& out, std::size_t limit) {
    if (!inflater_) {
        out += raw_piece(limit);
        return true;
    }
    auto rest = std::string_view(raw_).substr(raw_at_);
    const bool sound = inflater_->pull(rest, out, limit);
    raw_at_ = raw_.size() - rest.size();
    return sound;
}

std::string_view Decoder::raw_piece(std::size_t limit) {
    const auto piece = std::string_view(raw_).substr(raw_at_, limit);
    raw_at_ += piece.size();
    return piece;
}

}  // namespace alysio::sandbox::services
