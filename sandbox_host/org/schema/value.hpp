#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace alysio::sandbox::org {

/// What a column holds: null, an integer (booleans are 0 and 1), a real, or text in the stored form of its field type
/// (see schema/field.hpp).
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;

inline bool is_null(const Value& value) noexcept {
    return value.index() == 0;
}

}  // namespace alysio::sandbox::org
