#include "sandbox_host/services/inflater.hpp"

#include <algorithm>
#include <limits>
#include <new>

// So that zlib reads through pointers to const.
#define ZLIB_CONST
#include <zlib.h>

namespace alysio::sandbox::services {

void Inflater::End::operator()(z_stream_s* stream) const noexcept {
    inflateEnd(stream);
    delete stream;
}

Inflater::Inflater() : stream_(new z_stream()) {
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (inflateInit2(stream_.get(), gzip_only) != Z_OK) throw std::bad_alloc();
}

bool Inflater::pull(std::string_view& in, std::string& out, std::size_t limit) {
    const auto before = out.size();
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    while ((!in.empty() || pending_) && out.size() - before < limit) {
        // A member that follows another: their contents are one text.
        if (complete_ && stream_->total_in > 0 && inflateReset(stream_.get()) != Z_OK) return false;
        const auto room = std::min(limit - (out.size() - before), most);
        const auto at = out.size();
        out.resize(at + room);
        stream_->next_in = reinterpret_cast<const Bytef*>(in.data());
        stream_->avail_in = static_cast<uInt>(std::min(in.size(), most));
        stream_->next_out = reinterpret_cast<Bytef*>(out.data() + at);
        stream_->avail_out = static_cast<uInt>(room);
        const auto offered = stream_->avail_in;
        const int result = inflate(stream_.get(), Z_NO_FLUSH);
        out.resize(at + room - stream_->avail_out);
        in.remove_prefix(offered - stream_->avail_in);
        complete_ = result == Z_STREAM_END;
        pending_ = !complete_ && stream_->avail_out == 0;
        // Z_BUF_ERROR: nothing was pending after all.
        if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return false;
    }
    return true;
}

}  // namespace alysio::sandbox::services
