#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sdk {

using Json = nlohmann::ordered_json;

/// Reads one JSON text; nothing when it is malformed, not UTF-8, or nested deeper than `max_depth` (a text of a megabyte of
/// '[' must not become a recursion of that depth later).
inline std::optional<Json> parse_json(std::string_view text, int max_depth = 64) {
    bool too_deep = false;
    const auto limit = [&](int depth, Json::parse_event_t event, Json&) {
        const bool opens = event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
        too_deep = too_deep || (opens && depth >= max_depth);
        return !too_deep;
    };
    Json value = Json::parse(text, limit, /*allow_exceptions=*/false);
    if (value.is_discarded() || too_deep) return std::nullopt;
    return value;
}

/// Compact text without raw line breaks; bytes that are no UTF-8 are replaced, never thrown about.
inline std::string to_text(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace alysio::sdk
