#include "sandbox_host/org/query/presentation.hpp"

#include "sandbox_host/org/time/clock.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace alysio::sandbox::org {
namespace {

std::string without_leading_zero(std::string_view digits) {
    return std::string(digits.substr(digits.front() == '0' ? 1 : 0));
}

std::string day(std::string_view date) {
    return without_leading_zero(date.substr(5, 2)) + "/" + without_leading_zero(date.substr(8, 2)) + "/" +
           std::string(date.substr(0, 4));
}

std::string time_of_day(std::string_view time) {
    const int hour = (time[0] - '0') * 10 + (time[1] - '0');
    return std::to_string(hour % 12 == 0 ? 12 : hour % 12) + std::string(time.substr(2, 3)) +
           (hour < 12 ? " AM" : " PM");
}

}  // namespace

std::string presented_number(double number, int scale) {
    std::array<char, 352> buffer{};  // the greatest double has 309 digits
    const int length = std::snprintf(buffer.data(), buffer.size(), "%.*f", scale, number);
    std::string text(buffer.data(), static_cast<std::size_t>(length));
    const std::size_t first = text.front() == '-' ? 1 : 0;
    for (std::size_t at = std::min(text.find('.'), text.size()); at > first + 3;) text.insert(at -= 3, 1, ',');
    return text;
}

std::string presented_amount(double amount, int scale, std::string_view currency) {
    const std::string sign = amount < 0 ? "-" : "";
    const std::string digits = presented_number(amount < 0 ? -amount : amount, scale);
    if (currency.empty() || currency == "USD") return sign + "$" + digits;
    return std::string(currency) + " " + sign + digits;
}

std::string presented_time(std::string_view stored, FieldType type, const TimeZone& zone) {
    if (type == FieldType::date && stored.size() >= 10) return day(stored);
    if (type == FieldType::time && stored.size() >= 5) return time_of_day(stored);
    const auto instant = type == FieldType::datetime ? parse_datetime(stored) : std::nullopt;
    if (!instant) return std::string(stored);
    const std::string local =
        format_datetime(*instant + zone.offset(std::chrono::floor<std::chrono::seconds>(*instant)));
    return day(local) + ", " + time_of_day(std::string_view(local).substr(11));
}

}  // namespace alysio::sandbox::org
