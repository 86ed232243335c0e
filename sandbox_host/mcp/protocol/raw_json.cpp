#include "sandbox_host/mcp/protocol/raw_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::mcp {
namespace {

constexpr std::string_view blanks = " \t\r\n";

// Past the string whose opening quote is at `start`.
std::size_t after_string(std::string_view json, std::size_t start) noexcept {
    for (std::size_t at = start + 1; at < json.size(); ++at) {
        if (json[at] == '\\') {
            ++at;
        } else if (json[at] == '"') {
            return at + 1;
        }
    }
    return json.size();
}

bool opens(char c) noexcept {
    return c == '{' || c == '[';
}

bool closes(char c) noexcept {
    return c == '}' || c == ']';
}

// Past the value that begins at `start`.
std::size_t after_value(std::string_view json, std::size_t start) noexcept {
    std::size_t depth = 0;
    std::size_t at = start;
    while (at < json.size()) {
        const char c = json[at];
        if (depth == 0 && at > start && (c == ',' || closes(c) || blanks.find(c) != blanks.npos)) return at;
        if (c == '"') {
            at = after_string(json, at);
        } else {
            if (opens(c)) ++depth;
            if (closes(c)) --depth;
            ++at;
        }
        if (depth == 0 && (c == '"' || closes(c))) return at;
    }
    return json.size();
}

std::size_t skip(std::string_view json, std::size_t at, std::string_view characters) noexcept {
    return std::min(json.find_first_not_of(characters, at), json.size());
}

// A name may be written with escapes.
bool is_name(std::string_view quoted, std::string_view name) {
    const auto plain = quoted.substr(1, quoted.size() - 2);
    if (plain.find('\\') == plain.npos) return plain == name;
    return nlohmann::json::parse(quoted).get_ref<const std::string&>() == name;
}

}  // namespace

std::size_t nesting(std::string_view json) noexcept {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"') {
            at = after_string(json, at) - 1;
        } else if (opens(c)) {
            deepest = std::max(deepest, ++depth);
        } else if (closes(c) && depth > 0) {
            --depth;
        }
    }
    return deepest;
}

std::optional<std::string_view> raw_member(std::string_view object, std::string_view name) {
    std::optional<std::string_view> found;
    std::size_t at = skip(object, object.find('{') + 1, blanks);
    while (at < object.size() && object[at] == '"') {
        const auto name_end = after_string(object, at);
        const auto start = skip(object, object.find(':', name_end) + 1, blanks);
        const auto end = after_value(object, start);
        if (is_name(object.substr(at, name_end - at), name)) found = object.substr(start, end - start);
        at = skip(object, end, " \t\r\n,");
    }
    return found;
}

std::string on_one_line(std::string_view json) {
    std::string line(json);
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return line;
}

}  // namespace alysio::sandbox::mcp
