#include "sandbox_host/tenants/location.hpp"

#include "sandbox_host/tenants/name_pattern.hpp"

namespace alysio::sandbox::tenants {
namespace {

// RFC 6901: steps behind slashes, in which '~' begins "~0" or "~1".
bool is_pointer(std::string_view text) {
    if (!text.empty() && text.front() != '/') return false;
    for (auto tilde = text.find('~'); tilde != text.npos; tilde = text.find('~', tilde + 1)) {
        const auto escape = text.substr(tilde + 1, 1);
        if (escape != "0" && escape != "1") return false;
    }
    return true;
}

}  // namespace

std::optional<Location> Location::parse(std::string_view text) {
    if (text.empty()) return {};
    const auto rest = text.substr(1);
    if (text.front() == '{') {
        if (rest.size() < 2 || rest.back() != '}') return {};
        return Location{Place::path, std::string(rest.substr(0, rest.size() - 1))};
    }
    if (text.front() == '?') {
        if (rest.empty()) return {};
        return Location{Place::query, std::string(rest)};
    }
    if (text.front() == '#') {
        if (!is_pointer(rest)) return {};
        return Location{Place::body, std::string(rest)};
    }
    if (!is_plain_name(text)) return {};
    return Location{Place::constant, std::string(text)};
}

}  // namespace alysio::sandbox::tenants
