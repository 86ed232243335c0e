#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {

using Json = nlohmann::ordered_json;

/// A value in a cell: texts bare, lists of plain values joined, null empty, a list of objects as its length.
std::string value_text(const Json& value);

/// The text under a key, or "".
std::string text_at(const Json& object, const char* key);

/// An object's plain values with their keys, objects inside taken apart as "owner.name". Links (result_shape.hpp) are
/// left out: they are where names lead.
std::vector<std::pair<std::string, Json>> flattened(const Json& object);

/// 1234567 -> "1,234,567"
std::string grouped(std::uint64_t number);

}  // namespace alysio::sandbox::cli
