#include "sandbox_host/mcp/stdio/output_writer.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <string_view>
#include <utility>

namespace alysio::sandbox::mcp {

OutputWriter::OutputWriter(int file) : file_(file), wake_(::eventfd(0, EFD_CLOEXEC)), thread_([this] { run(); }) {}

OutputWriter::~OutputWriter() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    ::eventfd_write(wake_, 1);
    changed_.notify_all();
    thread_.join();
    ::close(wake_);
}

void OutputWriter::send(const Line& line) {
    const std::lock_guard lock(mutex_);
    if (broken_ || (line.may_be_lost && waiting_.size() + writing_ > full)) return;
    const bool idle = waiting_.empty() && writing_ == 0;
    waiting_ += line.text;
    waiting_ += '\n';
    if (idle) changed_.notify_all();
}

void OutputWriter::wait_for_room() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.size() + writing_ < full || broken_; });
}

bool OutputWriter::drain(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, patience, [this] { return (waiting_.empty() && writing_ == 0) || broken_; });
}

void OutputWriter::run() {
    std::unique_lock lock(mutex_);
    while (!ending_ && !broken_) {
        changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
        const std::string bytes = std::exchange(waiting_, {});
        writing_ = bytes.size();
        lock.unlock();
        const bool written = write(bytes);
        lock.lock();
        writing_ = 0;
        broken_ = !written;
        changed_.notify_all();
    }
}

// The end of this object must not wait for a client that does not read: so the thread waits for either.
bool OutputWriter::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        std::array<pollfd, 2> either{{{file_, POLLOUT, 0}, {wake_, POLLIN, 0}}};
        if (::poll(either.data(), either.size(), -1) < 0 && errno != EINTR) return false;
        if (either[1].revents != 0) return false;
        if (either[0].revents == 0) continue;
        // A pipe that has room for so much takes it without blocking.
        const auto count = ::write(file_, bytes.data(), std::min<std::size_t>(bytes.size(), PIPE_BUF));
        if (count < 0 && errno != EINTR && errno != EAGAIN) return false;
        if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace alysio::sandbox::mcp
