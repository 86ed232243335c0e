#include "sandbox_host/mcp/stdio/lines.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace alysio::sandbox::mcp {
namespace {

constexpr std::size_t step = std::size_t{64} << 10;

}  // namespace

LineReader::LineReader(int file, std::size_t longest)
    : file_(file), stop_(::eventfd(0, EFD_CLOEXEC)), longest_(longest) {}

LineReader::~LineReader() {
    ::close(stop_);
}

void LineReader::stop() {
    ::eventfd_write(stop_, 1);
}

// Whether there is something to read, or the end of it.
bool LineReader::wait() const {
    std::array<pollfd, 2> either{{{file_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    while (::poll(either.data(), either.size(), -1) < 0) {
        if (errno != EINTR) return false;
    }
    return either[1].revents == 0;
}

bool LineReader::fill() {
    buffer_.erase(0, start_);
    searched_ -= start_;
    start_ = 0;
    // A line that is too long already: its end is looked for, its middle is not kept.
    if (buffer_.size() > longest_ + 1) {
        buffer_.resize(longest_ + 1);
        searched_ = buffer_.size();
    }
    if (!wait()) return false;
    const auto size = buffer_.size();
    buffer_.resize(size + step);
    ssize_t count = 0;
    do {
        count = ::read(file_, buffer_.data() + size, step);
    } while (count < 0 && errno == EINTR);
    buffer_.resize(size + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    return count > 0;
}

std::optional<std::string> LineReader::next() {
    std::size_t end = buffer_.find('\n', searched_);
    while (end == buffer_.npos) {
        searched_ = buffer_.size();
        if (!fill()) return std::nullopt;
        end = buffer_.find('\n', searched_);
    }
    auto length = std::min(end - start_, longest_ + 1);
    if (length > 0 && length == end - start_ && buffer_[end - 1] == '\r') --length;
    std::string line = buffer_.substr(start_, length);
    start_ = searched_ = end + 1;
    return line;
}

}  // namespace alysio::sandbox::mcp
