#include "sandbox_host/cli/watch/build_output.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace alysio::sandbox::cli {
namespace {

bool has_any(std::string_view line, const auto& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return line.find(word) != line.npos; });
}

bool is_error(std::string_view line) {
    static constexpr std::array<std::string_view, 8> words{"error:",
                                                           "Error:",
                                                           "ERROR",
                                                           "CMake Error",
                                                           "undefined reference",
                                                           "multiple definition",
                                                           "cannot find -l",
                                                           "No rule to make target"};
    return has_any(line, words);
}

bool is_warning(std::string_view line) {
    static constexpr std::array<std::string_view, 2> words{"warning:", "Warning:"};
    return has_any(line, words);
}

// "[3/40] Building …", "[ 12%] Building …", "FAILED: …", "ninja: …", "make: …": of the build tool, not the compiler.
bool is_progress(std::string_view line) {
    if (line.size() > 2 && line[0] == '[') {
        const auto second = line[1];
        return second == ' ' || base::is_digit(second);
    }
    return line.starts_with("FAILED:") || line.starts_with("ninja:") || line.starts_with("make");
}

// What a compiler says before the error itself: where it is.
bool leads_to_error(std::string_view line) {
    return line.starts_with("In file included from") || line.starts_with("                 from") ||
           line.find(": In ") != line.npos || line.find("   required from") != line.npos;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// Which lines belong to an error.
std::vector<bool> errors_in(const std::vector<std::string>& lines) {
    std::vector<bool> wanted(lines.size());
    bool within = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto line = without_escapes(lines[i], false);
        if (is_progress(line) || is_warning(line)) within = false;
        if (is_error(line)) {
            within = true;
            for (auto before = i; before > 0 && !wanted[before - 1]; --before) {
                if (!leads_to_error(without_escapes(lines[before - 1], false))) break;
                wanted[before - 1] = true;
            }
        } else if (leads_to_error(line)) {
            within = false;
        }
        wanted[i] = within;
    }
    return wanted;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text.append(line).append(1, '\n');
    return text;
}

}  // namespace

std::string without_escapes(std::string_view text, bool keep_colors) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c != '\x1b') {
            const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
            if (!control || c == '\n' || c == '\t') plain += c;
            continue;
        }
        const auto start = i++;
        if (i < text.size() && text[i] == '[') {
            while (++i < text.size() && (text[i] < '@' || text[i] > '~')) {
            }
            if (keep_colors && i < text.size() && text[i] == 'm') plain += text.substr(start, i + 1 - start);
        } else if (i < text.size() && text[i] == ']') {  // such as a hyperlink, until BEL or ESC \.
            while (++i < text.size() && text[i] != '\a' && text[i] != '\x1b') {
            }
            if (i < text.size() && text[i] == '\x1b') ++i;
        }
    }
    return plain;
}

std::string failed_output(std::string_view output, bool colors, std::size_t most_lines) {
    const auto lines = lines_of(without_escapes(output, colors));
    const auto wanted = errors_in(lines);
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (wanted[i]) shown.push_back(lines[i]);
    }
    if (shown.empty()) {
        const auto skipped = lines.size() > most_lines ? lines.size() - most_lines : 0;
        shown.assign(lines.begin() + static_cast<std::ptrdiff_t>(skipped), lines.end());
    }
    shown.resize(std::min(shown.size(), most_lines));
    const auto more = lines.size() - shown.size();
    auto text = joined(shown);
    if (colors && text.find('\x1b') != text.npos) text += "\x1b[0m";
    if (more > 0) text += "(" + std::to_string(more) + (more == 1 ? " more line)\n" : " more lines)\n");
    return text;
}

}  // namespace alysio::sandbox::cli
