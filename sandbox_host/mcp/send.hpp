#pragma once

#include <functional>
#include <string>

namespace alysio::sandbox::mcp {

/// Something the server says, as one line of JSON without the line break.
struct Line {
    std::string text;
    std::string about;         ///< id of the request that it belongs to, as JSON; empty: none
    bool is_answer = false;    ///< the last about that request
    bool may_be_lost = false;  ///< progress: dropped where the client does not read
};

/// Never blocks.
using Send = std::function<void(Line)>;

}  // namespace alysio::sandbox::mcp
