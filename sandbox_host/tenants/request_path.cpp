#include "sandbox_host/tenants/request_path.hpp"

#include <alysio/base/encoding.hpp>

#include <algorithm>
#include <optional>

namespace alysio::sandbox::tenants {
namespace {

// What may stand in a segment as it is: pchar of RFC 3986 without ';', which begins a path parameter.
bool is_segment_char(char c) {
    constexpr std::string_view others = "!$&'()*+,=:@";
    return base::is_unreserved(c) || others.find(c) != others.npos;
}

// Separators are not decoded: servers and proxies would not agree on where the segments end.
bool is_safe(char c) {
    constexpr std::string_view separators = "/\\%?#;";
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 && byte != 0x7f && separators.find(c) == separators.npos;
}

std::optional<std::string> decode(std::string_view segment) {
    std::string text;
    while (!segment.empty()) {
        if (is_segment_char(segment.front())) {
            text += segment.front();
            segment.remove_prefix(1);
            continue;
        }
        if (segment.front() != '%') return {};
        const auto decoded = base::percent_decoded(segment.substr(0, 3));
        if (!decoded || decoded->size() != 1 || !is_safe(decoded->front())) return {};
        text += *decoded;
        segment.remove_prefix(3);
    }
    return text;
}

}  // namespace

base::Result<std::vector<std::string>> split_path(std::string_view path) {
    std::vector<std::string> segments;
    if (path.empty() || path.front() != '/') return base::Error{"a path starts with '/'"};
    if (path == "/") return segments;
    for (std::size_t start = 1; start <= path.size();) {
        const auto end = std::min(path.find('/', start), path.size());
        const auto segment = path.substr(start, end - start);
        if (segment.empty()) return base::Error{"a path has no empty segment"};
        auto decoded = decode(segment);
        if (!decoded)
            return base::Error{
                "a path holds no backslash, query, fragment, parameter, control byte, or encoded separator"};
        if (*decoded == "." || *decoded == "..") return base::Error{"a path holds no dot segment"};
        segments.push_back(std::move(*decoded));
        start = end + 1;
    }
    return segments;
}

}  // namespace alysio::sandbox::tenants
