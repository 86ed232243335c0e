#pragma once

#include "sandbox_host/services/inflater.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::services {

/// The body of one response: raw bytes in, content out, as much at a time as is asked for.
class Decoder {
  public:
    explicit Decoder(bool gzip) {
        if (gzip) inflater_.emplace();
    }

    void feed(std::string_view raw) { raw_.append(raw); }
    /// While it is hungry: takes over the memory, and gives back that of the bytes before.
    void refill(std::string& raw);

    /// The next content, at most `limit` bytes of it; where nothing is compressed, the raw bytes where they lie. They stay
    /// until the next call of anything here. False: the compression is damaged behind them.
    bool pull(std::string_view& content, std::size_t limit);

    /// Content up to `limit` bytes, which pull() gives out again.
    bool peek(std::size_t limit);
    std::string_view peeked() const noexcept { return std::string_view(peeked_).substr(peeked_at_); }

    /// Nothing to pull before the next feed().
    bool hungry() const noexcept {
        const bool drained = raw_at_ == raw_.size() && peeked_at_ == peeked_.size();
        return drained && !(inflater_ && inflater_->pending());
    }
    /// Whether the body may end here.
    bool complete() const noexcept { return !inflater_ || inflater_->complete(); }

  private:
    bool decode(std::string& out, std::size_t limit);
    std::string_view raw_piece(std::size_t limit);

    std::optional<Inflater> inflater_;
    std::string inflated_;
    std::string raw_;
    std::size_t raw_at_ = 0;
    std::string peeked_;
    std::size_t peeked_at_ = 0;
};

}  // namespace alysio::sandbox::services
