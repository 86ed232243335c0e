#include "sandbox_host/tenants/names.hpp"

#include <algorithm>

namespace alysio::sandbox::tenants {

std::string lower(std::string_view text) {
    std::string lowered{text};
    for (auto& c : lowered) c = lower(c);
    return lowered;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool matches(std::string_view pattern, std::string_view name) {
    const auto star = pattern.find('*');
    if (star == pattern.npos) return same_name(pattern, name);
    if (name.size() < star || !same_name(pattern.substr(0, star), name.substr(0, star))) return false;
    const auto rest = pattern.substr(star + 1);
    for (auto start = star; start <= name.size(); ++start) {
        if (matches(rest, name.substr(start))) return true;
    }
    return false;
}

}  // namespace alysio::sandbox::tenants
