#include "sandbox_host/services/decoder.hpp"

#include <algorithm>

namespace alysio::sandbox::services {

void Decoder::feed(std::string& raw) {
    if (raw_at_ == raw_.size()) {
        raw_.swap(raw);
        raw_at_ = 0;
    } else {
        raw_.append(raw);
    }
    raw.clear();
}

bool Decoder::pull(std::string& out, std::size_t limit) {
    const auto known = std::min(limit, peeked_.size() - peeked_at_);
    out.append(peeked_, peeked_at_, known);
    peeked_at_ += known;
    return known == limit || decode(out, limit - known);
}

bool Decoder::peek(std::size_t limit) {
    const auto known = peeked_.size() - peeked_at_;
    return known >= limit || decode(peeked_, limit - known);
}

bool Decoder::decode(std::string& out, std::size_t limit) {
    auto rest = std::string_view(raw_).substr(raw_at_);
    bool sound = true;
    if (inflater_) {
        sound = inflater_->pull(rest, out, limit);
    } else {
        out.append(rest.substr(0, limit));
        rest.remove_prefix(std::min(limit, rest.size()));
    }
    raw_at_ = raw_.size() - rest.size();
    return sound;
}

}  // namespace alysio::sandbox::services
