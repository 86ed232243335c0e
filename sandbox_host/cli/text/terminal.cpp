#include "sandbox_host/cli/text/terminal.hpp"

#include <alysio/base/utf8.hpp>
#include <alysio/base/visible.hpp>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <initializer_list>

namespace alysio::sandbox::cli {
namespace {

std::size_t width_of(char32_t c) {
    // The C library knows the widths of all characters, in a locale that knows UTF-8.
    static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    const locale_t before = uselocale(utf8 ? utf8 : LC_GLOBAL_LOCALE);
    const int width = wcwidth(static_cast<wchar_t>(c));
    uselocale(before);
    return width < 0 ? 1 : static_cast<std::size_t>(width);
}

std::string painted(const char* code, std::string_view text, const Style& style) {
    if (!style.color) return std::string(text);
    return std::string(code).append(text).append("\x1b[0m");
}

bool is_any_of(std::string_view value, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), value) != names.end();
}

// "3.4", "3.3a" -> 304, 303
int version_of(const std::string& text) {
    int major = 0, minor = 0;
    std::sscanf(text.c_str(), "%d.%d", &major, &minor);
    return 100 * major + minor;
}

bool shows_links(const Variable& variable) {
    if (const auto forced = variable("FORCE_HYPERLINK"); !forced.empty()) return forced != "0";
    const auto kind = variable("TERM"), program = variable("TERM_PROGRAM");
    // What is around a multiplexer does not matter: it passes on what it knows itself.
    if (kind.starts_with("tmux") || kind.starts_with("screen") || !variable("TMUX").empty()) {
        return program == "tmux" && version_of(variable("TERM_PROGRAM_VERSION")) >= 304;
    }
    return is_any_of(program, {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "zed"}) ||
           is_any_of(kind, {"xterm-kitty", "alacritty", "foot", "foot-extra", "xterm-ghostty", "wezterm"}) ||
           !variable("WT_SESSION").empty() || std::atoi(variable("VTE_VERSION").c_str()) > 5000;
}

}  // namespace

Style style_of(int file_descriptor) {
    if (isatty(file_descriptor) != 1) return {};
    winsize size{};
    if (ioctl(file_descriptor, TIOCGWINSZ, &size) != 0) size.ws_col = 0;
    const auto variable = [](const char* name) {
        const char* value = std::getenv(name);
        return std::string(value ? value : "");
    };
    return style_in(variable, size.ws_col);
}

Style style_in(const Variable& variable, std::size_t width) {
    Style style;
    style.terminal = true;
    style.width = width;
    const auto kind = variable("TERM");
    style.color = !kind.empty() && kind != "dumb" && variable("NO_COLOR").empty();
    style.links = style.color && shows_links(variable);
    return style;
}

std::string safe_text(std::string_view text) {
    return base::visible(text);
}

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto c = base::utf8::take(text);
        width += c < 0x7F ? 1 : width_of(c);
    }
    return width;
}

std::string cut_to(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return std::string(text);
    std::size_t used = 0;
    auto rest = text;
    while (!rest.empty()) {
        auto after = rest;
        const auto next = used + width_of(base::utf8::take(after));
        if (next + 1 > width) break;
        used = next;
        rest = after;
    }
    return std::string(text.substr(0, text.size() - rest.size())) + (width > 0 ? "…" : "");
}

std::string linked(std::string_view text, std::string_view url, const Style& style) {
    if (!style.links || url.empty()) return std::string(text);
    std::string link = "\x1b]8;;";
    for (const char c : url) {
        if (c > 0x20 && c < 0x7F) link += c;
    }
    return link.append("\x1b\\").append(text).append("\x1b]8;;\x1b\\");
}

std::string bold(std::string_view text, const Style& style) {
    return painted("\x1b[1m", text, style);
}
std::string dim(std::string_view text, const Style& style) {
    return painted("\x1b[2m", text, style);
}
std::string red(std::string_view text, const Style& style) {
    return painted("\x1b[31m", text, style);
}
std::string green(std::string_view text, const Style& style) {
    return painted("\x1b[32m", text, style);
}

}  // namespace alysio::sandbox::cli
