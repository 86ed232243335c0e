#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alysio::sandbox::org {

/// The offsets of one time zone, from the system's IANA database. Reads nothing after it was made, and knows no global
/// state: safe on any thread, unlike the C library's.
class TimeZone {
  public:
    /// UTC.
    TimeZone() = default;

    /// "Europe/Berlin"; nothing when there is no such zone, or the name leads out of the database's folder.
    static std::optional<TimeZone> load(std::string_view name);
    /// From the contents of a TZif file (RFC 8536); nothing when it is none.
    static std::optional<TimeZone> parse(std::string_view file);

    std::chrono::seconds offset(std::chrono::sys_seconds instant) const;
    /// When clocks in the zone show `local`. Of two such instants the first; where clocks skip it, when they do.
    std::chrono::sys_seconds to_utc(std::chrono::local_seconds local) const;

  private:
    /// "the second Sunday of March, at 02:00": day counts as the POSIX TZ string that a file ends with gives it.
    struct Turn {
        enum class Kind { WeekdayOfMonth, DayOfYear, DayOfYearWithoutLeap } kind = Kind::WeekdayOfMonth;
        int month = 0;
        int week = 0;
        int day = 0;
        std::chrono::seconds time{7200};

        std::chrono::local_seconds in(std::chrono::year year) const;
    };
    struct Rule {
        std::chrono::seconds standard{0};
        std::chrono::seconds summer{0};
        std::optional<std::pair<Turn, Turn>> summer_time;  // begin and end

        std::chrono::seconds offset(std::chrono::sys_seconds instant) const;
    };
    struct Transition {
        std::chrono::sys_seconds at;
        std::chrono::seconds offset;
    };
    class RuleReader;

    std::chrono::seconds before_{0};
    std::vector<Transition> transitions_;
    std::optional<Rule> after_;  // the rule from the last transition on
};

/// Zones by name, each loaded once. A name that is no zone counts as UTC.
class TimeZones {
  public:
    const TimeZone& find(std::string_view name);

  private:
    std::map<std::string, TimeZone, std::less<>> loaded_;
};

}  // namespace alysio::sandbox::org
