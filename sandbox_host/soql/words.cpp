#include "sandbox_host/soql/words.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace alysio::sandbox::soql {

namespace {

constexpr std::array<std::string_view, 24> reserved = {
    "all",   "and", "asc",  "desc",  "excludes", "for", "from",  "group",  "having", "in",    "includes", "like",
    "limit", "not", "null", "nulls", "offset",   "or",  "order", "select", "update", "using", "where",    "with",
};

constexpr std::array<std::pair<std::string_view, Function>, 24> functions = {{
    {"COUNT", Function::Count},
    {"COUNT_DISTINCT", Function::CountDistinct},
    {"SUM", Function::Sum},
    {"AVG", Function::Avg},
    {"MIN", Function::Min},
    {"MAX", Function::Max},
    {"GROUPING", Function::Grouping},
    {"toLabel", Function::ToLabel},
    {"FORMAT", Function::Format},
    {"convertCurrency", Function::ConvertCurrency},
    {"convertTimezone", Function::ConvertTimezone},
    {"CALENDAR_MONTH", Function::CalendarMonth},
    {"CALENDAR_QUARTER", Function::CalendarQuarter},
    {"CALENDAR_YEAR", Function::CalendarYear},
    {"DAY_IN_MONTH", Function::DayInMonth},
    {"DAY_IN_WEEK", Function::DayInWeek},
    {"DAY_IN_YEAR", Function::DayInYear},
    {"DAY_ONLY", Function::DayOnly},
    {"FISCAL_MONTH", Function::FiscalMonth},
    {"FISCAL_QUARTER", Function::FiscalQuarter},
    {"FISCAL_YEAR", Function::FiscalYear},
    {"HOUR_IN_DAY", Function::HourInDay},
    {"WEEK_IN_MONTH", Function::WeekInMonth},
    {"WEEK_IN_YEAR", Function::WeekInYear},
}};

struct UnitName {
    std::string_view singular;
    std::string_view plural;
    CalendarUnit unit;
};

constexpr std::array<UnitName, 7> units = {{
    {"DAY", "DAYS", CalendarUnit::Day},
    {"WEEK", "WEEKS", CalendarUnit::Week},
    {"MONTH", "MONTHS", CalendarUnit::Month},
    {"QUARTER", "QUARTERS", CalendarUnit::Quarter},
    {"YEAR", "YEARS", CalendarUnit::Year},
    {"FISCAL_QUARTER", "FISCAL_QUARTERS", CalendarUnit::FiscalQuarter},
    {"FISCAL_YEAR", "FISCAL_YEARS", CalendarUnit::FiscalYear},
}};

struct Range {
    CalendarUnit unit;
    std::int64_t first;
    std::int64_t last;
};

std::optional<Range> fixed_range(std::string_view name) {
    if (name == "YESTERDAY") return Range{CalendarUnit::Day, -1, -1};
    if (name == "TODAY") return Range{CalendarUnit::Day, 0, 0};
    if (name == "TOMORROW") return Range{CalendarUnit::Day, 1, 1};
    if (name == "LAST_90_DAYS") return Range{CalendarUnit::Day, -90, 0};
    if (name == "NEXT_90_DAYS") return Range{CalendarUnit::Day, 1, 90};
    for (const UnitName& unit : units) {
        if (unit.unit == CalendarUnit::Day) continue;
        const std::string singular(unit.singular);
        if (name == "LAST_" + singular) return Range{unit.unit, -1, -1};
        if (name == "THIS_" + singular) return Range{unit.unit, 0, 0};
        if (name == "NEXT_" + singular) return Range{unit.unit, 1, 1};
    }
    return std::nullopt;
}

std::optional<Range> counted_range(std::string_view name, std::int64_t n) {
    for (const UnitName& unit : units) {
        const std::string plural(unit.plural);
        // The last n days end today; the last n of anything longer end where the current one starts.
        if (name == "LAST_N_" + plural) return Range{unit.unit, -n, unit.unit == CalendarUnit::Day ? 0 : -1};
        if (name == "NEXT_N_" + plural) return Range{unit.unit, 1, n};
        if (name == "N_" + plural + "_AGO") return Range{unit.unit, -n, -n};
    }
    return std::nullopt;
}

}  // namespace

bool is_reserved(std::string_view word) {
    return std::any_of(reserved.begin(), reserved.end(),
                       [&](std::string_view name) { return base::equal_ignoring_case(name, word); });
}

std::optional<Function> function_named(std::string_view name) {
    for (const auto& [spelling, function] : functions)
        if (base::equal_ignoring_case(spelling, name)) return function;
    return std::nullopt;
}

std::string_view name_of(Function function) {
    const auto found =
        std::find_if(functions.begin(), functions.end(), [&](const auto& entry) { return entry.second == function; });
    return found->first;
}

bool is_aggregate(Function function) {
    return function <= Function::Grouping;
}

bool is_date_function(Function function) {
    return function >= Function::CalendarMonth;
}

std::optional<RelativeDate> relative_date(std::string_view name, std::optional<std::int64_t> count) {
    std::string standard = base::upper(name);
    const std::optional<Range> range = count ? counted_range(standard, *count) : fixed_range(standard);
    if (!range) return std::nullopt;
    if (count) standard += ":" + std::to_string(*count);
    return RelativeDate{range->unit, range->first, range->last, std::move(standard)};
}

}  // namespace alysio::sandbox::soql
