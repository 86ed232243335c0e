#pragma once

#include "sandbox_host/cli/text/terminal.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

namespace alysio::sandbox::cli {

/// The line that shows how far a call is, on a terminal only, and only when the call takes a while. It wipes itself
/// away when it ends. Used by one thread at a time.
class ProgressBar {
  public:
    ProgressBar(std::ostream& out, const Style& style, std::chrono::steady_clock::time_point started);
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::uint64_t done, std::uint64_t total, std::string_view message,
              std::chrono::steady_clock::time_point now);
    void clear();

  private:
    std::ostream& out_;
    Style style_;
    std::chrono::steady_clock::time_point started_;
    std::size_t shown_ = 0;  // columns
};

/// "[#######---------]  4,000 of 9,000  rows", or without a total "4,000  rows".
std::string progress_line(std::uint64_t done, std::uint64_t total, std::string_view message, std::size_t width);

}  // namespace alysio::sandbox::cli
