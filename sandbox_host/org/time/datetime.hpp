#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// A point in time, to the millisecond, as Salesforce keeps it.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-05-01T07:25:37.000+0000", as stored and as on the wire.
std::string format_datetime(Instant instant);
/// "2026-05-01"
std::string format_date(std::chrono::year_month_day date);

/// YYYY-MM-DD of a date that exists.
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);
/// A date, or a date and time with seconds, an optional fraction and an optional offset (Z, +hh:mm, +hhmm; else UTC).
std::optional<Instant> parse_datetime(std::string_view text);
/// hh:mm[:ss[.mmm]][Z] as "hh:mm:ss.mmmZ".
std::optional<std::string> normalised_time(std::string_view text);

}  // namespace alysio::sandbox::org
