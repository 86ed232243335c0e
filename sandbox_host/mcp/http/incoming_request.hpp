#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sandbox::mcp {

/// An HTTP request as the endpoint looks at it, and a whole answer to it. Free of any server library.
struct IncomingRequest {
    std::string method;
    std::string path;  ///< without the query
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::shared_ptr<void> room;  ///< of a long body, which whoever has the body keeps

    /// The first of that name, whatever the letter case; empty when there is none.
    std::string_view header(std::string_view name) const noexcept;
    bool has(std::string_view name) const noexcept;
};

struct HttpReply {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// With JSON as its body.
HttpReply json_reply(int status, std::string body);

}  // namespace alysio::sandbox::mcp
