#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

struct z_stream_s;

namespace alysio::sandbox::services {

/// Decompresses gzip on demand: never a byte more than it is asked for, however small the input and large the output.
class Inflater {
  public:
    Inflater();

    /// Takes from the front of `in` and appends at most `limit` bytes to `out`. False: this is no gzip, or it is damaged.
    bool pull(std::string_view& in, std::string& out, std::size_t limit);

    /// Whether pull() may give more without further input: it stopped for want of room.
    bool pending() const noexcept { return pending_; }
    /// Whether what was taken so far is whole: nothing at all, or up to the end of a gzip member.
    bool complete() const noexcept { return complete_; }

  private:
    struct End {
        void operator()(z_stream_s* stream) const noexcept;
    };
    std::unique_ptr<z_stream_s, End> stream_;
    bool complete_ = true;
    bool pending_ = false;
};

}  // namespace alysio::sandbox::services
