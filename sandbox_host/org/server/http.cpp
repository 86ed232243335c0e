#include "sandbox_host/org/server/http.hpp"

#include "sandbox_host/org/schema/schema.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

int hex_digit(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Bytes of the valid UTF-8 sequence at the start of the text; 0 when there is none.
std::size_t sequence_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 && first <= 0xF4   ? 4
                               : first >= 0xE0 && first <= 0xEF ? 3
                               : first >= 0xC2 && first <= 0xDF ? 2
                                                                : 0;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return 0;
    }
    const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
    const bool surrogate = first == 0xED && byte(1) > 0x9F;
    const bool beyond = first == 0xF4 && byte(1) > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        valid.append(length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return valid;
}

}  // namespace

std::string_view find_header(const Headers& headers, std::string_view name) noexcept {
    const auto found =
        std::find_if(headers.begin(), headers.end(), [&](const auto& header) { return same_name(header.first, name); });
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
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += text[i] == '+' && plus_is_blank ? ' ' : text[i];
        }
    }
    return valid_utf8(decoded);
}

std::string url_encode(std::string_view text) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view unreserved = "-._~";
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           unreserved.find(c) != std::string_view::npos;
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            encoded += c;
        else
            encoded.append("%") += hex[byte >> 4U], encoded += hex[byte & 15U];
    }
    return encoded;
}

}  // namespace alysio::sandbox::org
