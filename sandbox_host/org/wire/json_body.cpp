#include "sandbox_host/org/wire/json_body.hpp"

#include <alysio/base/json_depth.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

constexpr std::size_t deepest = 1000;

ApiError unreadable_body(std::string_view body, std::size_t offset) {
    if (offset >= body.size()) {
        return {
            400, "JSON_PARSER_ERROR",
            "Unexpected end-of-input: was expecting closing quote or bracket at " + json_position(body, body.size())};
    }
    const auto c = static_cast<unsigned char>(body[offset]);
    const std::string shown = c >= 0x20 && c < 0x7F ? std::string(1, body[offset]) : "?";
    return {400, "JSON_PARSER_ERROR",
            "Unexpected character ('" + shown + "' (code " + std::to_string(c) + ")): was expecting a valid value at " +
                json_position(body, offset)};
}

}  // namespace

ApiResult<json> parse_body(std::string_view body) {
    if (base::nests_deeper_than(deepest, body)) {
        return refuse({400, "JSON_PARSER_ERROR", "Document nesting depth (1001) exceeds the maximum allowed (1000)"});
    }
    try {
        return json::parse(body);
    } catch (const json::parse_error& error) {
        return refuse(unreadable_body(body, error.byte == 0 ? 0 : error.byte - 1));
    } catch (const json::out_of_range&) {
        return refuse({400, "JSON_PARSER_ERROR", "Numeric value out of range of double"});
    }
}

json read_body(std::string_view body) {
    auto document = parse_body(body);
    return document ? *std::move(document) : json(json::value_t::discarded);
}

Response document_response(int status, const nlohmann::ordered_json& document) {
    return json_response(status, document.dump(-1, ' ', false, json::error_handler_t::replace));
}

std::string json_position(std::string_view body, std::size_t offset) {
    const std::string_view before = body.substr(0, std::min(offset, body.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto column = 1 + before.size() - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1);
    return "[line:" + std::to_string(line) + ", column:" + std::to_string(column) + "]";
}

}  // namespace alysio::sandbox::org
