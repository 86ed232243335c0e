#include "plugin/salesforce/calendar.hpp"

#include "plugin/salesforce/embedded.hpp"

#include <alysio/base/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace alysio::salesforce {

namespace {

using base::Days;
using base::seconds_a_day;

// Reads exactly `digits` digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (!base::is_digit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(digits);
    return value;
}

bool take(std::string_view& text, char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Days> take_date(std::string_view& text) {
    const auto year = take_number(text, 4);
    if (!year || !take(text, '-')) return std::nullopt;
    const auto month = take_number(text, 2);
    if (!month || !take(text, '-')) return std::nullopt;
    const auto day = take_number(text, 2);
    if (!day) return std::nullopt;
    const base::CivilDate date{*year, *month, *day};
    return base::is_valid(date) ? std::optional(base::days_of(date)) : std::nullopt;
}

// hh:mm[:ss[.fraction]], in seconds.
std::optional<std::int64_t> take_time(std::string_view& text) {
    const auto hour = take_number(text, 2);
    if (!hour || *hour > 24 || !take(text, ':')) return std::nullopt;
    const auto minute = take_number(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    int second = 0;
    if (take(text, ':')) {
        const auto read = take_number(text, 2);
        if (!read || *read > 60) return std::nullopt;
        second = *read;
        if (take(text, '.')) {
            while (!text.empty() && base::is_digit(text.front())) text.remove_prefix(1);
        }
    }
    return *hour * 3600 + *minute * 60 + second;
}

// Z, +hh:mm, +hhmm, in seconds east.
std::optional<std::int64_t> take_offset(std::string_view& text) {
    if (take(text, 'Z') || take(text, 'z')) return 0;
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, '+') && !take(text, '-')) return std::nullopt;
    const auto hours = take_number(text, 2);
    if (!hours) return std::nullopt;
    take(text, ':');
    const auto minutes = take_number(text, 2);
    if (!minutes) return std::nullopt;
    const std::int64_t seconds = *hours * 3600 + *minutes * 60;
    return west ? -seconds : seconds;
}

struct Datetime {
    std::int64_t local_s;
    std::optional<std::int64_t> offset_s;
};

std::optional<Datetime> take_datetime(std::string_view text) {
    const auto day = take_date(text);
    if (!day || (!take(text, 'T') && !take(text, 't') && !take(text, ' '))) return std::nullopt;
    const auto time = take_time(text);
    if (!time) return std::nullopt;
    const auto offset = take_offset(text);
    if (!text.empty()) return std::nullopt;
    return Datetime{*day * seconds_a_day + *time, offset};
}

int read_int(std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::int64_t read_zone_offset(std::string_view text) {
    return take_offset(text).value_or(0);
}

}  // namespace

std::optional<Days> read_date(std::string_view text) {
    const auto day = take_date(text);
    return text.empty() ? day : std::nullopt;
}

std::string to_date_text(Days day) {
    const base::CivilDate date = base::civil_of(day);
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

DatetimeForm datetime_form(std::string_view text) {
    const auto datetime = take_datetime(text);
    if (!datetime) return DatetimeForm::none;
    return datetime->offset_s ? DatetimeForm::with_offset : DatetimeForm::without_offset;
}

std::optional<std::int64_t> read_datetime(std::string_view text) {
    const auto datetime = take_datetime(text);
    if (!datetime || !datetime->offset_s) return std::nullopt;
    return datetime->local_s - *datetime->offset_s;
}

std::string to_soql_datetime(std::int64_t unix_s) {
    const Days day = base::floor_divide(unix_s, seconds_a_day);
    const std::int64_t second = unix_s - day * seconds_a_day;
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_date_text(day), second / 3600, second / 60 % 60, second % 60);
}

std::int64_t TimeZone::ClockChange::local_s(int year) const {
    const Days first = base::days_of({year, month, 1});
    int day = 1 + (weekday - base::weekday_of(first) + 7) % 7 + (week - 1) * 7;
    while (day > base::days_in_month(year, month)) day -= 7;  // week 5 is the last one
    return (first + day - 1) * seconds_a_day + time_s;
}

TimeZone::ClockChange TimeZone::read_clock_change(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto numbers = base::split(text.substr(1, slash - 1), '.');
    return {read_int(numbers[0]), read_int(numbers[1]), read_int(numbers[2]),
            static_cast<std::int64_t>(read_int(text.substr(slash + 1))) * 3600};
}

std::optional<TimeZone> TimeZone::named(std::string_view name) {
    if (name.empty()) return std::nullopt;
    for (const std::string_view line : base::split(embedded::time_zones, '\n')) {
        const std::size_t equals = line.find(" = ");
        if (equals == std::string_view::npos) continue;
        const auto names = base::split(line.substr(equals + 3), ' ');
        if (std::find(names.begin(), names.end(), name) == names.end()) continue;

        const auto rule = base::split(line.substr(0, equals), ' ');
        TimeZone zone;
        zone.standard_s_ = zone.daylight_s_ = read_zone_offset(rule[0]);
        if (rule.size() == 4) {
            zone.daylight_s_ = read_zone_offset(rule[1]);
            zone.begins_ = read_clock_change(rule[2]);
            zone.ends_ = read_clock_change(rule[3]);
        }
        return zone;
    }
    return std::nullopt;
}

std::int64_t TimeZone::offset_s(std::int64_t unix_s) const {
    if (daylight_s_ == standard_s_) return standard_s_;
    const int year = base::civil_of(base::floor_divide(unix_s + standard_s_, seconds_a_day)).year;
    const std::int64_t begins = begins_.local_s(year) - standard_s_;
    const std::int64_t ends = ends_.local_s(year) - daylight_s_;
    const bool daylight = begins < ends ? unix_s >= begins && unix_s < ends : unix_s >= begins || unix_s < ends;
    return daylight ? daylight_s_ : standard_s_;
}

Days TimeZone::day_at(std::int64_t unix_s) const {
    return base::floor_divide(unix_s + offset_s(unix_s), seconds_a_day);
}

std::string TimeZone::with_offset(std::string_view local) const {
    const std::optional<Days> day = read_date(local);
    const std::optional<Datetime> datetime = take_datetime(local);
    if (!day && !datetime) return {};
    const std::int64_t local_s = day ? *day * seconds_a_day + 9 * 3600 : datetime->local_s;
    const std::int64_t offset = offset_s(local_s - offset_s(local_s - standard_s_));
    const std::int64_t second = local_s - base::floor_divide(local_s, seconds_a_day) * seconds_a_day;
    const std::int64_t size = offset < 0 ? -offset : offset;
    return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", to_date_text(base::floor_divide(local_s, seconds_a_day)),
                       second / 3600, second / 60 % 60, second % 60, offset < 0 ? '-' : '+', size / 3600,
                       size / 60 % 60);
}

}  // namespace alysio::salesforce
