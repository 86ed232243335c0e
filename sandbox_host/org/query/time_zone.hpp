#pragma once

#include <cctz/time_zone.h>

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// The offsets of one time zone, from the system's IANA database. Safe on any thread, unlike the C library's.
class TimeZone {
  public:
    /// UTC.
    TimeZone() = default;

    /// "Europe/Berlin"; nothing when there is no such zone, or the name leads out of the database's folder.
    static std::optional<TimeZone> load(std::string_view name);

    std::chrono::seconds offset(std::chrono::sys_seconds instant) const;
    /// When clocks in the zone show `local`. Of two such instants the first; a time that clocks skip is counted with the
    /// offset from before.
    std::chrono::sys_seconds to_utc(std::chrono::local_seconds local) const;

  private:
    explicit TimeZone(cctz::time_zone zone) : zone_(zone) {}

    cctz::time_zone zone_;
};

/// Zones by name, each loaded once. A name that is no zone counts as UTC.
class TimeZones {
  public:
    const TimeZone& find(std::string_view name);

  private:
    std::map<std::string, TimeZone, std::less<>> loaded_;
};

}  // namespace alysio::sandbox::org
