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
    {"COUNT", Function::count},
    {"COUNT_DISTINCT", Function::count_distinct},
    {"SUM", Function::sum},
    {"AVG", Function::avg},
    {"MIN", Function::min},
    {"MAX", Function::max},
    {"GROUPING", Function::grouping},
    {"toLabel", Function::to_label},
    {"FORMAT", Function::format},
    {"convertCurrency", Function::convert_currency},
    {"convertTimezone", Function::convert_timezone},
    {"CALENDAR_MONTH", Function::calendar_month},
    {"CALENDAR_QUARTER", Function::calendar_quarter},
    {"CALENDAR_YEAR", Function::calendar_year},
    {"DAY_IN_MONTH", Function::day_in_month},
    {"DAY_IN_WEEK", Function::day_in_week},
    {"DAY_IN_YEAR", Function::day_in_year},
    {"DAY_ONLY", Function::day_only},
    {"FISCAL_MONTH", Function::fiscal_month},
    {"FISCAL_QUARTER", Function::fiscal_quarter},
    {"FISCAL_YEAR", Function::fiscal_year},
    {"HOUR_IN_DAY", Function::hour_in_day},
    {"WEEK_IN_MONTH", Function::week_in_month},
    {"WEEK_IN_YEAR", Function::week_in_year},
}};

struct UnitName {
    std::string_view singular;
    std::string_view plural;
    CalendarUnit unit;
};

constexpr std::array<UnitName, 7> units = {{
    {"DAY", "DAYS", CalendarUnit::day},
    {"WEEK", "WEEKS", CalendarUnit::week},
    {"MONTH", "MONTHS", CalendarUnit::month},
    {"QUARTER", "QUARTERS", CalendarUnit::quarter},
    {"YEAR", "YEARS", CalendarUnit::year},
    {"FISCAL_QUARTER", "FISCAL_QUARTERS", CalendarUnit::fiscal_quarter},
    {"FISCAL_YEAR", "FISCAL_YEARS", CalendarUnit::fiscal_year},
}};

struct Range {
    CalendarUnit unit;
    std::int64_t first;
    std::int64_t last;
};

std::optional<Range> fixed_range(std::string_view name) {
    if (name == "YESTERDAY") return Range{CalendarUnit::day, -1, -1};
    if (name == "TODAY") return Range{CalendarUnit::day, 0, 0};
    if (name == "TOMORROW") return Range{CalendarUnit::day, 1, 1};
    if (name == "LAST_90_DAYS") return Range{CalendarUnit::day, -90, 0};
    if (name == "NEXT_90_DAYS") return Range{CalendarUnit::day, 1, 90};
    for (const UnitName& unit : units) {
        if (unit.unit == CalendarUnit::day) continue;
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
        if (name == "LAST_N_" + plural) return Range{unit.unit, -n, unit.unit == CalendarUnit::day ? 0 : -1};
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
    return function <= Function::grouping;
}

bool is_date_function(Function function) {
    return function >= Function::calendar_month;
}

std::optional<RelativeDate> relative_date(std::string_view name, std::optional<std::int64_t> count) {
    std::string standard = base::upper(name);
    const std::optional<Range> range = count ? counted_range(standard, *count) : fixed_range(standard);
    if (!range) return std::nullopt;
    if (count) standard += ":" + std::to_string(*count);
    return RelativeDate{range->unit, range->first, range->last, std::move(standard)};
}

}  // namespace alysio::sandbox::soql
