#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace alysio::sandbox::mcp {

/// Lines of a file descriptor, read as they come, by one thread.
class LineReader {
  public:
    /// Of a longer line only the first `longest` + 1 bytes are given: enough to see that it is too long.
    LineReader(int file, std::size_t longest);
    ~LineReader();
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;

    /// The next line without its line break, and without the \r before it; nothing at the end. A last line without a
    /// line break is none: its writer was cut off.
    std::optional<std::string> next();

    /// Any thread: as if the input had ended.
    void stop();

  private:
    bool fill();
    bool wait() const;

    const int file_;
    const int stop_;  // an eventfd
    const std::size_t longest_;
    std::string buffer_;
    std::size_t searched_ = 0;
    std::size_t start_ = 0;
};

}  // namespace alysio::sandbox::mcp
