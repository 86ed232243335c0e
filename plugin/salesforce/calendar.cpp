#include "plugin/salesforce/calendar.hpp"

#include "plugin/salesforce/embedded.hpp"
#include "plugin/salesforce/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace alysio::salesforce {

namespace {

constexpr std::int64_t day_s = 86'400;

struct Civil {
    int year;
    int month;
    int day;
};

// Howard Hinnant's algorithms: exact over the whole range, no tables.
Days days_of(Civil date) {
    const std::int64_t year = date.year - (date.month <= 2 ? 1 : 0);
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146'097 + day_of_era - 719'468;
}

Civil civil_of(Days days) {
    const std::int64_t shifted = days + 719'468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146'096) / 146'097;
    const std::int64_t day_of_era = shifted - era * 146'097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    const auto month = static_cast<int>(shifted_month + (shifted_month < 10 ? 3 : -9));
    const auto year = static_cast<int>(year_of_era + era * 400) + (month <= 2 ? 1 : 0);
    return {year, month, day};
}

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
    return (value - ((value % by) + by) % by) / by;
}

int weekday_of(Days days) {
    return static_cast<int>((((days + 4) % 7) + 7) % 7);
}  // 1970-01-01 was a Thursday

int days_in_month(int year, int month) {
    constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

// Reads exactly `digits` digits from the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(0, digits)) {
        if (!is_digit(c)) return std::nullopt;
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
    if (!day || *month < 1 || *month > 12 || *day < 1 || *day > days_in_month(*year, *month)) return std::nullopt;
    return days_of({*year, *month, *day});
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
            while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
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
    return Datetime{*day * day_s + *time, offset};
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
    const Civil date = civil_of(day);
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

DatetimeForm datetime_form(std::string_view text) {
    const auto datetime = take_datetime(text);
    if (!datetime) return DatetimeForm::None;
    return datetime->offset_s ? DatetimeForm::WithOffset : DatetimeForm::WithoutOffset;
}

std::optional<std::int64_t> read_datetime(std::string_view text) {
    const auto datetime = take_datetime(text);
    if (!datetime || !datetime->offset_s) return std::nullopt;
    return datetime->local_s - *datetime->offset_s;
}

namespace {
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
}  // namespace

std::string to_http_date(std::int64_t unix_s) {
    constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    const Days day = floor_div(unix_s, day_s);
    const std::int64_t second = unix_s - day * day_s;
    const Civil date = civil_of(day);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[static_cast<std::size_t>(weekday_of(day))],
                       date.day, months[static_cast<std::size_t>(date.month - 1)], date.year, second / 3600,
                       second / 60 % 60, second % 60);
}

std::optional<std::int64_t> read_http_date(std::string_view text) {
    constexpr std::size_t size = 29;
    if (text.size() != size) return std::nullopt;
    const auto month = std::find(months.begin(), months.end(), text.substr(8, 3)) - months.begin() + 1;
    const auto time =
        read_datetime(fmt::format("{}-{:02}-{}T{}Z", text.substr(12, 4), month, text.substr(5, 2), text.substr(17, 8)));
    return time && to_http_date(*time) == text ? time : std::nullopt;
}

std::string to_soql_datetime(std::int64_t unix_s) {
    const Days day = floor_div(unix_s, day_s);
    const std::int64_t second = unix_s - day * day_s;
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_date_text(day), second / 3600, second / 60 % 60, second % 60);
}

std::int64_t TimeZone::Turn::local_s(int year) const {
    const Days first = days_of({year, month, 1});
    int day = 1 + (weekday - weekday_of(first) + 7) % 7 + (week - 1) * 7;
    while (day > days_in_month(year, month)) day -= 7;  // week 5 is the last one
    return (first + day - 1) * day_s + time_s;
}

TimeZone::Turn TimeZone::read_turn(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto numbers = split(text.substr(1, slash - 1), '.');
    return {read_int(numbers[0]), read_int(numbers[1]), read_int(numbers[2]),
            static_cast<std::int64_t>(read_int(text.substr(slash + 1))) * 3600};
}

std::optional<TimeZone> TimeZone::named(std::string_view name) {
    if (name.empty()) return std::nullopt;
    for (const std::string_view line : split(embedded::time_zones, '\n')) {
        const std::size_t equals = line.find(" = ");
        if (equals == std::string_view::npos) continue;
        const auto names = split(line.substr(equals + 3), ' ');
        if (std::find(names.begin(), names.end(), name) == names.end()) continue;

        const auto rule = split(line.substr(0, equals), ' ');
        TimeZone zone;
        zone.standard_s_ = zone.daylight_s_ = read_zone_offset(rule[0]);
        if (rule.size() == 4) {
            zone.daylight_s_ = read_zone_offset(rule[1]);
            zone.begins_ = read_turn(rule[2]);
            zone.ends_ = read_turn(rule[3]);
        }
        return zone;
    }
    return std::nullopt;
}

std::int64_t TimeZone::offset_s(std::int64_t unix_s) const {
    if (daylight_s_ == standard_s_) return standard_s_;
    const int year = civil_of(floor_div(unix_s + standard_s_, day_s)).year;
    const std::int64_t begins = begins_.local_s(year) - standard_s_;
    const std::int64_t ends = ends_.local_s(year) - daylight_s_;
    const bool daylight = begins < ends ? unix_s >= begins && unix_s < ends : unix_s >= begins || unix_s < ends;
    return daylight ? daylight_s_ : standard_s_;
}

Days TimeZone::day_at(std::int64_t unix_s) const {
    return floor_div(unix_s + offset_s(unix_s), day_s);
}

std::string TimeZone::with_offset(std::string_view local) const {
    const std::optional<Days> day = read_date(local);
    const std::optional<Datetime> datetime = take_datetime(local);
    if (!day && !datetime) return {};
    const std::int64_t local_s = day ? *day * day_s + 9 * 3600 : datetime->local_s;
    const std::int64_t offset = offset_s(local_s - offset_s(local_s - standard_s_));
    const std::int64_t second = local_s - floor_div(local_s, day_s) * day_s;
    const std::int64_t size = offset < 0 ? -offset : offset;
    return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", to_date_text(floor_div(local_s, day_s)), second / 3600,
                       second / 60 % 60, second % 60, offset < 0 ? '-' : '+', size / 3600, size / 60 % 60);
}

}  // namespace alysio::salesforce
