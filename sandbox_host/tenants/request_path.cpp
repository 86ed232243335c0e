#include "sandbox_host/tenants/request_path.hpp"

namespace alysio::sandbox::tenants {
namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

// What may stand in a segment as it is: pchar of RFC 3986 without ';', which begins a path parameter.
bool is_segment_char(char c) {
    constexpr std::string_view others = "!$&'()*+,=:@";
    return is_unreserved(c) || others.find(c) != others.npos;
}

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view segment) {
    std::string text;
    for (std::size_t i = 0; i < segment.size(); ++i) {
        if (is_segment_char(segment[i])) {
            text += segment[i];
            continue;
        }
        if (segment[i] != '%' || i + 2 >= segment.size() || hex(segment[i + 1]) < 0 || hex(segment[i + 2]) < 0) {
            return {};
        }
        const auto byte = static_cast<unsigned char>(hex(segment[i + 1]) * 16 + hex(segment[i + 2]));
        const auto c = static_cast<char>(byte);
        constexpr std::string_view separators = "/\\%?#;";
        if (byte < 0x20 || byte == 0x7f || separators.find(c) != separators.npos) return {};
        text += c;
        i += 2;
    }
    return text;
}

}  // namespace

std::variant<std::vector<std::string>, std::string> split_path(std::string_view path) {
    std::vector<std::string> segments;
    if (path.empty() || path.front() != '/') return "a path starts with '/'";
    if (path == "/") return segments;
    for (std::size_t start = 1; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto segment = path.substr(start, end - start);
        if (segment.empty()) return "a path has no empty segment";
        auto decoded = decode(segment);
        if (!decoded)
            return "a path holds no backslash, query, fragment, parameter, control byte, or encoded separator";
        if (*decoded == "." || *decoded == "..") return "a path holds no dot segment";
        segments.push_back(std::move(*decoded));
        start = end + 1;
    }
    return segments;
}

void append_encoded(std::string& out, std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
}

}  // namespace alysio::sandbox::tenants
