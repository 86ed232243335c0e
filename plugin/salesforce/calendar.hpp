#pragma once

#include <alysio/base/calendar.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Days, times and the user's time zone, without a time zone database: the rules that zones follow now are embedded.
namespace alysio::salesforce {

/// A text that is exactly YYYY-MM-DD and a day that exists.
std::optional<base::Days> read_date(std::string_view text);
std::string to_date_text(base::Days day);

enum class DatetimeForm { with_offset, without_offset, none };

/// "2026-05-01T07:25:37.000+0000", "...Z", "...-05:00" have an offset; "2026-05-01T07:25:37" and "2026-05-01 07:25" do
/// not; anything else is none.
DatetimeForm datetime_form(std::string_view text);

/// Seconds since 1970-01-01T00:00:00Z of a datetime with offset.
std::optional<std::int64_t> read_datetime(std::string_view text);

/// "2026-05-05T07:25:37Z", as SOQL wants it.
std::string to_soql_datetime(std::int64_t unix_s);

class TimeZone {
  public:
    /// By IANA name; nothing for one that does not exist.
    static std::optional<TimeZone> named(std::string_view name);

    /// Seconds east of Greenwich at that moment.
    std::int64_t offset_s(std::int64_t unix_s) const;
    base::Days day_at(std::int64_t unix_s) const;

    /// "2026-05-01 09:00" is "2026-05-01T09:00:00-04:00" where the zone is New York's; a day alone is its nine o'clock.
    /// Empty for what is neither.
    std::string with_offset(std::string_view local) const;

  private:
    struct ClockChange {  // M<month>.<week>.<weekday>/<time>
        int month = 0;
        int week = 0;
        int weekday = 0;
        std::int64_t time_s = 0;

        std::int64_t local_s(int year) const;
    };

    static ClockChange read_clock_change(std::string_view text);

    std::int64_t standard_s_ = 0;
    std::int64_t daylight_s_ = 0;  // the same as standard where clocks are not changed
    ClockChange begins_;           // of daylight saving
    ClockChange ends_;
};

}  // namespace alysio::salesforce
