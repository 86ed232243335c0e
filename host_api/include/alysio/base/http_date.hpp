#pragma once

#include "calendar.hpp"
#include "text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Dates in HTTP headers, in seconds since 1970-01-01T00:00:00Z: "Sun, 06 Nov 1994 08:49:37 GMT", the one form that
/// RFC 9110 (5.6.7) lets anybody write.
namespace alysio::base {

namespace detail {

constexpr std::array<std::string_view, 7> weekdays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

inline void append_digits(std::int64_t number, int count, std::string& out) {
    const auto at = out.size();
    out.resize(at + static_cast<std::size_t>(count));
    for (int i = count; i-- > 0; number /= 10)
        out[at + static_cast<std::size_t>(i)] = static_cast<char>('0' + number % 10);
}

/// The digits from `at` on as a number, or -1.
constexpr int digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
    int number = 0;
    for (const char c : text.substr(at, count)) {
        if (!is_digit(c)) return -1;
        number = 10 * number + (c - '0');
    }
    return number;
}

}  // namespace detail

/// For the years 0 to 9999.
inline std::string http_date(std::int64_t unix_s) {
    const Days day = floor_divide(unix_s, seconds_a_day);
    const std::int64_t second = unix_s - day * seconds_a_day;
    const CivilDate date = civil_of(day);
    std::string text(detail::weekdays[static_cast<std::size_t>(weekday_of(day))]);
    text += ", ";
    detail::append_digits(date.day, 2, text);
    text += ' ';
    text += detail::months[static_cast<std::size_t>(date.month - 1)];
    text += ' ';
    detail::append_digits(date.year, 4, text);
    text += ' ';
    detail::append_digits(second / 3600, 2, text);
    text += ':';
    detail::append_digits(second / 60 % 60, 2, text);
    text += ':';
    detail::append_digits(second % 60, 2, text);
    text += " GMT";
    return text;
}

/// Nothing for any other form, and for a date that does not exist. The name of the day is not looked at.
inline std::optional<std::int64_t> parse_http_date(std::string_view text) {
    constexpr std::string_view form = "Sun, 06 Nov 1994 08:49:37 GMT";
    if (text.size() != form.size()) return std::nullopt;
    for (const std::size_t at : {3U, 4U, 7U, 11U, 16U, 19U, 22U, 25U, 26U, 27U, 28U}) {
        if (text[at] != form[at]) return std::nullopt;
    }
    const auto month = std::find(detail::months.begin(), detail::months.end(), text.substr(8, 3));
    const CivilDate date{detail::digits(text, 12, 4), static_cast<int>(month - detail::months.begin()) + 1,
                         detail::digits(text, 5, 2)};
    const int hour = detail::digits(text, 17, 2);
    const int minute = detail::digits(text, 20, 2);
    const int second = detail::digits(text, 23, 2);
    const bool exists = month != detail::months.end() && date.year >= 0 && is_valid(date) && hour >= 0 && hour < 24 &&
                        minute >= 0 && minute < 60 && second >= 0 && second < 60;
    if (!exists) return std::nullopt;
    return days_of(date) * seconds_a_day + hour * 3600 + minute * 60 + second;
}

}  // namespace alysio::base
