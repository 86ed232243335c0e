#pragma once

#include <chrono>
#include <cstdint>
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

/// What goes wrong with an answer on its way to the client. As it stands here, nothing.
struct TransportFault {
    std::chrono::milliseconds delay{};  ///< before its first byte
    bool silent = false;                ///< not a byte of it: the connection ends instead
    bool reset = false;                 ///< a connection that ends early ends with RST instead of FIN

    // Places count bytes of the body and lie before its last byte at the latest; in an answer without body, before the
    // last byte of the head. So a fault always shows.
    std::optional<std::size_t> cut_at;                   ///< here the connection ends
    std::optional<std::size_t> stall_at;                 ///< here nothing more comes,
    std::optional<std::chrono::milliseconds> stall_for;  ///< for so long; absent: until the client hangs up
    std::size_t bytes_per_second = 0;                    ///< of the body; 0: as fast as it goes
    bool chunked = false;
    /// What Content-Length says beyond the truth. After an answer that is too short the connection ends; what is too
    /// long goes out all the same.
    std::int64_t length_error = 0;

    bool clear() const noexcept {
        return !cut_at && !stall_at && bytes_per_second == 0 && !chunked && length_error == 0;
    }
};

/// What becomes of a request.
struct Reply {
    Response response;
    TransportFault transport = {};
};

using Handler = std::function<Reply(const Request&)>;

/// Percent-decoding as servers do it: a '%' without two digits behind it stands for itself, and what is no valid UTF-8
/// afterwards becomes U+FFFD.
std::string url_decode(std::string_view text, bool plus_is_blank);

}  // namespace alysio::sandbox::org
