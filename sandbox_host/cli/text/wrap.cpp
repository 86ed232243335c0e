#include "sandbox_host/cli/text/wrap.hpp"

#include "sandbox_host/cli/text/terminal.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::cli {

std::string wrapped(std::string_view text, std::size_t width, std::size_t indentation) {
    const auto room = width - std::min(width, indentation);
    std::string lines;
    std::size_t used = 0;
    for (const auto word : base::split(text, ' ')) {
        const auto size = display_width(word);
        if (used > 0 && used + 1 + size > room) {
            lines += '\n' + std::string(indentation, ' ');
            used = 0;
        } else if (used > 0) {
            lines += ' ';
            ++used;
        }
        lines += word;
        used += size;
    }
    return lines;
}

std::string indented(std::string_view lines, std::size_t indentation) {
    std::string text;
    while (!lines.empty()) {
        const auto end = std::min(lines.find('\n'), lines.size());
        text.append(indentation, ' ').append(lines.substr(0, end)).append("\n");
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return text;
}

}  // namespace alysio::sandbox::cli
