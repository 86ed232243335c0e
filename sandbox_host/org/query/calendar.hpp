#pragma once

#include "sandbox_host/org/query/time_zone.hpp"
#include "sandbox_host/soql/tree.hpp"

#include <chrono>

namespace alysio::sandbox::org {

/// What the days of a date literal depend on.
struct Calendar {
    const TimeZone& zone;
    std::chrono::sys_seconds now;
    unsigned fiscal_year_start = 1;           ///< month
    unsigned week_start = 0;                  ///< day of the week, 0 for Sunday
    bool fiscal_year_named_by_start = false;  ///< otherwise by the year in which it ends
};

struct DayRange {
    std::chrono::local_days first;
    std::chrono::local_days end;  ///< the day after the last
};

/// The days of a literal, cut to the years 1 to 9999.
DayRange days_of(const soql::RelativeDate& literal, const Calendar& calendar);

}  // namespace alysio::sandbox::org
