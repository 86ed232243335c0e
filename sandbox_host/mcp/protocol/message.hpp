#pragma once

#include <alysio/base/result.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

/// JSON-RPC 2.0 as MCP uses it: one message a line, no batches.
namespace alysio::sandbox::mcp {

using Json = nlohmann::json;

enum class Code {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
    internal_error = -32603,
    resource_not_found = -32002,            // legacy revisions only
    header_mismatch = -32020,               // 2026-07-28, over HTTP
    client_capability_missing = -32021,     // 2026-07-28
    unsupported_protocol_version = -32022,  // 2026-07-28
};

/// Why a request is answered with an error.
struct RpcError {
    Code code = Code::internal_error;
    std::string message;
    Json data = nullptr;  ///< left out when null
};

/// The largest message that is read, and the deepest.
inline constexpr std::size_t largest_message = std::size_t{16} << 20;
inline constexpr std::size_t deepest_message = 128;

struct Message {
    enum class Kind { request, notification, response };

    Kind kind = Kind::notification;
    std::string id;  ///< of a request or a response, as JSON: `7`, `"a"`
    std::string method;
    Json params = Json::object();
    std::string arguments;  ///< params.arguments as the client wrote it, on one line; empty when absent
    Json result = nullptr;  ///< of a response; null when it is an error
};

/// A line that is no message. Its id is empty where none could be read.
struct Unreadable {
    std::string id;
    RpcError error;
};

base::Result<Message, Unreadable> read_message(std::string_view text);

/// Lines to send, without the line break. `result` and `params` are JSON texts, `id` is as in Message.
std::string result_line(std::string_view id, std::string_view result);
std::string error_line(std::string_view id, const RpcError& error);
std::string request_line(std::string_view id, std::string_view method, const Json& params);
std::string notification_line(std::string_view method, const Json& params = Json::object());

/// A member of what somebody else wrote: null where there is none, or where `value` is no object at all.
const Json& member(const Json& value, const char* name);

/// As nlohmann writes it, on one line; what is no valid UTF-8 becomes U+FFFD.
std::string dump(const Json& json);

}  // namespace alysio::sandbox::mcp
