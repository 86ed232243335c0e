#include "sandbox_host/org/wire/http.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <algorithm>

namespace alysio::sandbox::org {

std::string_view find_header(const Headers& headers, std::string_view name) noexcept {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const auto& header) { return base::equal_ignoring_case(header.first, name); });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Request::path() const noexcept {
    return std::string_view(target).substr(0, target.find('?'));
}

std::vector<std::string> Request::segments() const {
    std::vector<std::string> parts;
    const std::string_view whole = path();
    for (std::size_t start = 0; start < whole.size();) {
        const auto end = std::min(whole.find('/', start), whole.size());
        if (end > start) parts.push_back(url_decode(whole.substr(start, end - start), false));
        start = end + 1;
    }
    return parts;
}

std::optional<std::string> Request::parameter(std::string_view name) const {
    const auto mark = target.find('?');
    if (mark == std::string::npos) return std::nullopt;
    return form_value(std::string_view(target).substr(mark + 1), name);
}

std::optional<std::string> form_value(std::string_view form, std::string_view name) {
    for (std::size_t start = 0; start <= form.size();) {
        const auto end = std::min(form.find('&', start), form.size());
        const std::string_view pair = form.substr(start, end - start);
        const auto equals = std::min(pair.find('='), pair.size());
        if (url_decode(pair.substr(0, equals), true) == name) {
            return url_decode(pair.substr(std::min(equals + 1, pair.size())), true);
        }
        start = end + 1;
    }
    return std::nullopt;
}

Response json_response(int status, std::string body) {
    return {status, {{"Content-Type", "application/json;charset=UTF-8"}}, std::move(body)};
}

Response html_response(int status, std::string body) {
    return {status, {{"Content-Type", "text/html;charset=UTF-8"}}, std::move(body)};
}

std::string url_decode(std::string_view text, bool plus_is_blank) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? base::hex_value(text[i + 1]) : -1;
        const int low = high >= 0 ? base::hex_value(text[i + 2]) : -1;
        if (low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += text[i] == '+' && plus_is_blank ? ' ' : text[i];
        }
    }
    return base::utf8::repaired(decoded);
}

}  // namespace alysio::sandbox::org
