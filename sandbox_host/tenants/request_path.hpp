#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace alysio::sandbox::tenants {

// A path is taken apart into decoded segments before anything is compared, and refused when servers and proxies could
// disagree on what it means: dot segments, empty segments, encoded separators, double encoding, path parameters.
// Otherwise: what is wrong with it.
std::variant<std::vector<std::string>, std::string> split_path(std::string_view path);

// Percent-encodes everything but the unreserved characters of RFC 3986.
void append_encoded(std::string& out, std::string_view text);

}  // namespace alysio::sandbox::tenants
