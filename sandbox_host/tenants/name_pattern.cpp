#include "sandbox_host/tenants/name_pattern.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::tenants {

bool matches(std::string_view pattern, std::string_view name) {
    const auto star = pattern.find('*');
    if (star == pattern.npos) return base::equal_ignoring_case(pattern, name);
    if (!base::starts_with_ignoring_case(name, pattern.substr(0, star))) return false;
    const auto rest = pattern.substr(star + 1);
    for (auto start = star; start <= name.size(); ++start) {
        if (matches(rest, name.substr(start))) return true;
    }
    return false;
}

bool any_matches(const std::vector<std::string>& patterns, std::string_view name) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const auto& pattern) { return matches(pattern, name); });
}

bool is_plain_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(),
                                        [](char c) { return base::is_letter_or_digit(c) || c == '_' || c == '-'; });
}

}  // namespace alysio::sandbox::tenants
