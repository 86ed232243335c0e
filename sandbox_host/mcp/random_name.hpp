#pragma once

#include <string>

namespace alysio::sandbox::mcp {

/// 32 hexadecimal digits that nobody can guess.
std::string random_name();

}  // namespace alysio::sandbox::mcp
