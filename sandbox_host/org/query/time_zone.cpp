#include "sandbox_host/org/query/time_zone.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::org {

namespace {

// The library would also read an absolute path, a path with "..", and names of its own making.
bool is_zone_name(std::string_view name) {
    return !name.empty() && name.front() != '/' && std::all_of(name.begin(), name.end(), [](char c) {
        return base::is_letter_or_digit(c) || c == '+' || c == '-' || c == '_' || c == '/';
    });
}

}  // namespace

std::optional<TimeZone> TimeZone::load(std::string_view name) {
    cctz::time_zone zone;
    if (!is_zone_name(name) || !cctz::load_time_zone(std::string(name), &zone)) return std::nullopt;
    return TimeZone(zone);
}

std::chrono::seconds TimeZone::offset(std::chrono::sys_seconds instant) const {
    return std::chrono::seconds(zone_.lookup(instant).offset);
}

std::chrono::sys_seconds TimeZone::to_utc(std::chrono::local_seconds local) const {
    const cctz::civil_second clock = cctz::civil_second() + local.time_since_epoch().count();
    return zone_.lookup(clock).pre;
}

const TimeZone& TimeZones::find(std::string_view name) {
    const auto found = loaded_.find(name);
    if (found != loaded_.end()) return found->second;
    return loaded_.emplace(name, TimeZone::load(name).value_or(TimeZone())).first->second;
}

}  // namespace alysio::sandbox::org
