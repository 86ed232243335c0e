#include "sandbox_host/org/query/calendar.hpp"

#include <alysio/base/calendar.hpp>

#include <algorithm>
#include <cstdint>

namespace alysio::sandbox::org {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::year_month_day;

namespace {

constexpr std::int64_t months_per_year = 12;

// The first day of a month, counted from January of the year 0.
local_days month_start(std::int64_t month) {
    month = std::clamp<std::int64_t>(month, months_per_year, 10'000 * months_per_year - 1);
    return local_days(std::chrono::year(static_cast<int>(month / months_per_year)) /
                      std::chrono::month(static_cast<unsigned>(month % months_per_year + 1)) / 1);
}

local_days clamped(local_days day) {
    return std::clamp(day, month_start(0), local_days(std::chrono::year(9999) / std::chrono::December / 31));
}

DayRange months_of(const soql::RelativeDate& literal, local_days today, std::int64_t length, std::int64_t shift) {
    const year_month_day date(today);
    const std::int64_t month =
        static_cast<int>(date.year()) * months_per_year + static_cast<unsigned>(date.month()) - 1;
    const std::int64_t current = base::floor_divide(month - shift, length);
    return {month_start((current + literal.first) * length + shift),
            month_start((current + literal.last + 1) * length + shift)};
}

}  // namespace

DayRange days_of(const soql::RelativeDate& literal, const Calendar& calendar) {
    const auto local = calendar.now + calendar.zone.offset(calendar.now);
    const local_days today(std::chrono::floor<days>(local).time_since_epoch());
    const std::int64_t fiscal_shift = static_cast<std::int64_t>(calendar.fiscal_year_start) - 1;

    const auto counted = [&](local_days current, std::int64_t length) {
        return DayRange{clamped(current + days(literal.first * length)),
                        clamped(current + days((literal.last + 1) * length))};
    };
    switch (literal.unit) {
        case soql::CalendarUnit::day:
            return counted(today, 1);
        case soql::CalendarUnit::week: {
            const unsigned into_week = (std::chrono::weekday(today).c_encoding() + 7 - calendar.week_start) % 7;
            return counted(today - days(into_week), 7);
        }
        case soql::CalendarUnit::month:
            return months_of(literal, today, 1, 0);
        case soql::CalendarUnit::quarter:
            return months_of(literal, today, 3, 0);
        case soql::CalendarUnit::year:
            return months_of(literal, today, 12, 0);
        case soql::CalendarUnit::fiscal_quarter:
            return months_of(literal, today, 3, fiscal_shift);
        case soql::CalendarUnit::fiscal_year:
            return months_of(literal, today, 12, fiscal_shift);
    }
    return {today, today};
}

}  // namespace alysio::sandbox::org
