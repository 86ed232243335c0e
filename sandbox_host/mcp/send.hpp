#pragma once

#include <functional>
#include <string>

namespace alysio::sandbox::mcp {

enum class Urgency {
    needed,   ///< answers, questions, changes
    passing,  ///< progress: of no use once there is something newer, dropped where the client does not read
};

/// Takes a line for the client, without the line break. Never blocks.
using Send = std::function<void(std::string line, Urgency)>;

}  // namespace alysio::sandbox::mcp
