#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP messages as the rooms of the org see them, free of any server library.
namespace alysio::sandbox::org {

using Headers = std::vector<std::pair<std::string, std::string>>;
/// The first header of that name, whatever the letter case; empty when there is none.
std::string_view find_header(const Headers& headers, std::string_view name) noexcept;

struct Request {
    std::string method;
    std::string target;  ///< path and query as sent, percent-encoded
    Headers headers;
    std::string body;

    std::string_view header(std::string_view name) const noexcept { return find_header(headers, name); }
    /// The path without the query, still encoded.
    std::string_view path() const noexcept;
    /// The path's parts, decoded; empty ones (a trailing slash) are left out.
    std::vector<std::string> segments() const;
    /// The first query parameter of that name.
    std::optional<std::string> parameter(std::string_view name) const;
};

/// The first pair of that name in name=value&name=value, decoded (`+` is a blank).
std::optional<std::string> form_value(std::string_view form, std::string_view name);

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
};

Response json_response(int status, std::string body);
Response html_response(int status, std::string body);

/// What becomes of a request: an answer after a delay, or a connection closed without one.
struct Delivery {
    Response response;
    std::chrono::milliseconds delay{};
    bool drop = false;
};

using Handler = std::function<Delivery(const Request&)>;

/// Percent-decoding; what is no valid UTF-8 afterwards becomes U+FFFD.
std::string url_decode(std::string_view text, bool plus_is_blank);
std::string url_encode(std::string_view text);

}  // namespace alysio::sandbox::org
