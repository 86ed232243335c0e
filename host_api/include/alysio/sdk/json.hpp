#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sdk {

using Json = nlohmann::ordered_json;

/// What a JSON text may not exceed. An object keeps its members in order, and finds each by looking through all before
/// it: some ten thousand of them would hold up the lane.
struct JsonLimits {
    std::size_t depth = 64;       ///< a megabyte of '[' must not become a recursion of that depth later
    std::size_t members = 5'000;  ///< of one object
};

/// Whether a text keeps to the limits. Says nothing about whether it is JSON.
inline bool is_within(std::string_view text, JsonLimits limits = {}) {
    constexpr std::size_t array = std::string_view::npos;
    std::vector<std::size_t> open;  // of each object so far, the commas between its members
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') {
            for (++i; i < text.size() && text[i] != '"'; ++i) i += text[i] == '\\' ? 1U : 0U;
        } else if (c == '{' || c == '[') {
            if (open.size() == limits.depth) return false;
            open.push_back(c == '{' ? 0 : array);
        } else if ((c == '}' || c == ']') && !open.empty()) {
            open.pop_back();
        } else if (c == ',' && !open.empty() && open.back() != array) {
            if (++open.back() >= limits.members) return false;
        }
    }
    return true;
}

/// Reads one JSON text; nothing when it is malformed, not UTF-8, or beyond the limits.
inline std::optional<Json> parse_json(std::string_view text, JsonLimits limits = {}) {
    if (!is_within(text, limits)) return std::nullopt;
    Json value = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (value.is_discarded()) return std::nullopt;
    return value;
}

/// Compact text without raw line breaks; bytes that are no UTF-8 are replaced, never thrown about.
inline std::string to_text(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace alysio::sdk
