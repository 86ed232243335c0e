#pragma once

#include "sandbox_host/org/wire/http.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace alysio::sandbox::org::fuzz {

inline std::string take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
}

/// METHOD TARGET, headers, an empty line, the body.
inline Request read_request(std::string_view text) {
    Request request;
    const std::string first = take_line(text);
    const auto blank = std::min(first.find(' '), first.size());
    request.method = first.substr(0, blank);
    request.target = "/" + first.substr(std::min(blank + 1, first.size()));
    if (request.target.substr(0, 2) == "//") request.target.erase(0, 1);
    for (std::string line = take_line(text); !line.empty(); line = take_line(text)) {
        const auto colon = line.find(": ");
        if (colon != std::string::npos) request.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    request.body = text;
    return request;
}

}  // namespace alysio::sandbox::org::fuzz
