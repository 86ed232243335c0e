#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sdk {

using Json = nlohmann::ordered_json;

/// How deep the brackets of a JSON text nest. Says nothing about whether it is one.
inline int nesting(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            in_string = c != '"';
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return deepest;
}

/// Reads one JSON text; nothing when it is malformed, not UTF-8, or nested deeper than `max_depth` (a text of a megabyte
/// of '[' must not become a recursion of that depth later).
inline std::optional<Json> parse_json(std::string_view text, int max_depth = 64) {
    if (nesting(text) > max_depth) return std::nullopt;
    Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return std::nullopt;
    return value;
}

/// Compact text without raw line breaks; bytes that are no UTF-8 are replaced, never thrown about.
inline std::string to_text(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace alysio::sdk
