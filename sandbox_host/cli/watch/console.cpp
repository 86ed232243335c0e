#include "sandbox_host/cli/watch/console.hpp"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace alysio::sandbox::cli {
namespace {

bool can_draw(int in, int out) {
    const char* kind = std::getenv("TERM");
    const bool smart = kind != nullptr && *kind != '\0' && std::string_view(kind) != "dumb";
    return smart && isatty(in) == 1 && isatty(out) == 1;
}

// Keys as they are typed, and a paste in brackets.
constexpr std::string_view paste_on = "\x1b[?2004h";
constexpr std::string_view paste_off = "\x1b[?2004l";
constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace

Console::Console(int in, int out) : in_(in), out_(out) {
    termios mode{};
    if (!can_draw(in, out) || tcgetattr(in, &mode) != 0) return;
    before_ = mode;
    mode.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    mode.c_cc[VINTR] = _POSIX_VDISABLE;
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    tcsetattr(in, TCSADRAIN, &mode);
    write(paste_on);
    draw_prompt();
}

Console::~Console() {
    if (!before_) return;
    write(std::string(clear_line).append(paste_off));
    tcsetattr(in_, TCSADRAIN, &*before_);
}

Style Console::style() const {
    return style_of(out_);
}

void Console::print(std::string_view lines) {
    if (lines.empty()) return;
    std::string text(interactive() ? clear_line : "");
    text += lines;
    if (text.back() != '\n') text += '\n';
    write(text);
    draw_prompt();
}

void Console::set_status(std::string status) {
    if (status == status_) return;
    status_ = std::move(status);
    draw_prompt();
}

std::vector<Input> Console::read() {
    std::array<char, 4096> buffer{};
    const auto size = ::read(in_, buffer.data(), buffer.size());
    if (size < 0 && (errno == EINTR || errno == EAGAIN)) return {};
    const std::string_view bytes(buffer.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    if (interactive() && !bytes.empty()) {
        auto inputs = editor_.feed(bytes);
        for (const auto& input : inputs) {
            // The line stays above, as it was typed.
            if (input.kind == Input::Kind::line && !input.text.empty())
                write(std::string(clear_line) + "> " + input.text + "\n");
        }
        draw_prompt();
        return inputs;
    }
    auto inputs = read_lines(bytes);
    if (bytes.empty()) {
        ended_ = true;
        inputs.push_back({Input::Kind::end, ""});
    }
    return inputs;
}

std::vector<Input> Console::read_lines(std::string_view bytes) {
    std::vector<Input> inputs;
    partial_ += bytes;
    for (auto end = partial_.find('\n'); end != partial_.npos; end = partial_.find('\n')) {
        inputs.push_back({Input::Kind::line, partial_.substr(0, end)});
        partial_.erase(0, end + 1);
    }
    if (bytes.empty() && !partial_.empty()) inputs.push_back({Input::Kind::line, std::exchange(partial_, "")});
    return inputs;
}

void Console::draw_prompt() {
    if (!interactive()) return;
    const auto style = this->style();
    const auto width = style.width > 0 ? style.width : 80;
    const auto status = status_.empty() ? "" : cut_to(safe_text(status_), width / 2) + ' ';
    write(std::string(clear_line) + editor_.drawn(status + "> ", width));
}

void Console::write(std::string_view text) const {
    while (!text.empty()) {
        const auto size = ::write(out_, text.data(), text.size());
        if (size < 0 && errno != EINTR) return;
        if (size > 0) text.remove_prefix(static_cast<std::size_t>(size));
    }
}

}  // namespace alysio::sandbox::cli
