#include "sandbox_host/loopback/names.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace alysio::sandbox::loopback {
namespace {

constexpr std::array<std::string_view, 3> names{"127.0.0.1", "localhost", "[::1]"};

// 1 to 65535, in the one spelling that has no zero in front.
bool is_port(std::string_view text) noexcept {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && text.front() != '0';
}

// Whether each header of that name holds, and how many there are.
template <class Holds>
std::pair<bool, std::size_t> all_of(const Headers& headers, std::string_view name, Holds holds) {
    bool all = true;
    std::size_t count = 0;
    for (const auto& [known, value] : headers) {
        if (!base::equal_ignoring_case(known, name)) continue;
        all = all && holds(value);
        ++count;
    }
    return {all, count};
}

}  // namespace

bool is_own_authority(std::string_view authority) noexcept {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
        if (!base::starts_with_ignoring_case(authority, name)) return false;
        const auto rest = authority.substr(name.size());
        return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    });
}

bool is_own_origin(std::string_view origin) noexcept {
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (base::starts_with_ignoring_case(origin, scheme)) return is_own_authority(origin.substr(scheme.size()));
    }
    return false;
}

bool asks_for_this_machine(const Headers& headers) noexcept {
    const auto [own, count] = all_of(headers, "Host", is_own_authority);
    return own && count == 1;
}

bool comes_from_this_machine(const Headers& headers) noexcept {
    const auto [own, count] = all_of(headers, "Origin", is_own_origin);
    return own && count <= 1;
}

}  // namespace alysio::sandbox::loopback
