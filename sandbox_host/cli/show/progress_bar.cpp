#include "sandbox_host/cli/show/progress_bar.hpp"

#include "sandbox_host/cli/show/json_text.hpp"

#include <algorithm>
#include <ostream>

namespace alysio::sandbox::cli {
namespace {

constexpr std::chrono::milliseconds quick{300};
constexpr std::size_t bar_width = 24;

}  // namespace

ProgressBar::ProgressBar(std::ostream& out, const Style& style, std::chrono::steady_clock::time_point started)
    : out_(out), style_(style), started_(started) {}

void ProgressBar::show(std::uint64_t done, std::uint64_t total, std::string_view message,
                       std::chrono::steady_clock::time_point now) {
    if (!style_.terminal || now - started_ < quick) return;
    const auto line = progress_line(done, total, message, style_.width > 1 ? style_.width - 1 : 79);
    const auto width = display_width(line);
    // Blanks over what stood there before: not every terminal knows how to wipe a line.
    out_ << '\r' << line << std::string(shown_ - std::min(shown_, width), ' ') << std::flush;
    shown_ = width;
}

void ProgressBar::clear() {
    if (shown_ > 0) out_ << '\r' << std::string(shown_, ' ') << '\r' << std::flush;
    shown_ = 0;
}

std::string progress_line(std::uint64_t done, std::uint64_t total, std::string_view message, std::size_t width) {
    std::string line;
    if (total > 0) {
        const auto share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
        const auto filled = static_cast<std::size_t>(share * bar_width);
        line = '[' + std::string(filled, '#') + std::string(bar_width - filled, '-') + "]  ";
        line += grouped(done) + " of " + grouped(total);
    } else {
        line = grouped(done);
    }
    if (!message.empty()) line += "  " + safe_text(message);
    return cut_to(line, width);
}

}  // namespace alysio::sandbox::cli
