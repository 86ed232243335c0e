#pragma once

#include "sandbox_host/soql/tree.hpp"

#include <string>

namespace alysio::sandbox::soql {

/// The query on one line in standard spelling. Parsing the text gives an equal tree, and formatting that tree gives
/// the same text.
std::string format(const Query& query);
std::string format(const Operand& operand);
std::string format(const Path& path);

}  // namespace alysio::sandbox::soql
