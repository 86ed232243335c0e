#pragma once

#include "sandbox_host/mcp/send.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>

namespace alysio::sandbox::mcp {

/// Writes lines to a file descriptor on a thread of its own, so that a client which does not read holds up nobody.
class OutputWriter {
  public:
    /// From here on lines that may be lost are dropped, and whoever takes in new work waits.
    static constexpr std::size_t full = std::size_t{1} << 20;

    explicit OutputWriter(int file);
    /// What is not written by then is lost.
    ~OutputWriter();
    OutputWriter(const OutputWriter&) = delete;
    OutputWriter& operator=(const OutputWriter&) = delete;

    /// Any thread; never blocks.
    void send(const Line& line);
    /// Until there is room, or nobody reads any more.
    void wait_for_room();
    /// Until all is written, or the time is up: false.
    bool drain(std::chrono::milliseconds patience);

  private:
    void run();
    bool write(std::string_view bytes) const;

    const int file_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string waiting_;
    std::size_t writing_ = 0;
    bool broken_ = false;
    bool ending_ = false;
    int wake_ = -1;
    std::thread thread_;
};

}  // namespace alysio::sandbox::mcp
