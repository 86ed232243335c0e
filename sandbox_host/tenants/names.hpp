#pragma once

#include <string>
#include <string_view>

namespace alysio::sandbox::tenants {

// Names of objects, fields and headers are the same without regard to (ASCII) case.
inline char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}
std::string lower(std::string_view text);
bool same_name(std::string_view a, std::string_view b);

// Does `pattern`, in which '*' stands for any text, describe the whole of `name`?
bool matches(std::string_view pattern, std::string_view name);

}  // namespace alysio::sandbox::tenants
