#include "sandbox_host/org/wire/api_version.hpp"

#include <charconv>

namespace alysio::sandbox::org {

std::string api_version_name(int version) {
    return std::to_string(version) + ".0";
}

bool is_served_version(std::string_view name) {
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && number >= oldest_api_version && number <= newest_api_version &&
           name == api_version_name(number);
}

}  // namespace alysio::sandbox::org
