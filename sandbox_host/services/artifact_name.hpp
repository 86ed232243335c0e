#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::services {

/// A file name made of what a plugin proposes: one component, no control or reserved characters, not hidden, at most
/// 120 bytes with its extension kept, never empty.
std::string artifact_name(std::string_view proposal);

/// "rows.jsonl" -> "rows-2.jsonl"
std::string numbered(std::string_view name, unsigned number);

/// A folder name for any text, a different one for every text: what is not plain is written as %XX.
std::string folder_name(std::string_view text);

}  // namespace alysio::sandbox::services
