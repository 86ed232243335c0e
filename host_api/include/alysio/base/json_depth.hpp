#pragma once

#include <cstddef>
#include <string_view>

namespace alysio::base {

/// Whoever walks, writes or frees a JSON document does so by recursion: a text from outside is looked at before it is read.
/// True where its brackets nest deeper than that, whether or not it is JSON.
constexpr bool nests_deeper_than(std::size_t levels, std::string_view text) noexcept {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '[' || c == '{') {
            if (++depth > levels) return true;
        } else if ((c == ']' || c == '}') && depth > 0) {
            --depth;
        }
    }
    return false;
}

}  // namespace alysio::base
