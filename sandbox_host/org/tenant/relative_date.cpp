#include "sandbox_host/org/tenant/relative_date.hpp"

#include <charconv>

namespace alysio::sandbox::org {
namespace {

using namespace std::chrono;

std::optional<sys_days> anchor(std::string_view name, year_month_day today) {
    const year_month month = today.year() / today.month();
    const year_month quarter =
        today.year() / std::chrono::month((static_cast<unsigned>(today.month()) - 1) / 3 * 3 + 1);
    const auto first = [](year_month m) { return sys_days(m / day(1)); };
    const auto last = [](year_month m) { return sys_days(m / std::chrono::last); };
    if (name == "today") return sys_days(today);
    if (name == "month_start") return first(month);
    if (name == "month_end") return last(month);
    if (name == "quarter_start") return first(quarter);
    if (name == "quarter_end") return last(quarter + months(2));
    if (name == "year_start") return first(today.year() / January);
    if (name == "year_end") return last(today.year() / December);
    return std::nullopt;
}

}  // namespace

std::optional<std::string> resolve_relative_date(std::string_view expression, Instant now) {
    if (expression.substr(0, 1) != "@") return std::nullopt;
    expression.remove_prefix(1);
    const auto name_end = std::min(expression.find_first_of("+-T"), expression.size());
    const auto start = anchor(expression.substr(0, name_end), floor<days>(now));
    if (!start) return std::nullopt;
    expression.remove_prefix(name_end);

    int offset = 0;
    if (!expression.empty() && expression[0] != 'T') {
        const bool back = expression[0] == '-';
        const auto [end, error] = std::from_chars(expression.data() + 1, expression.data() + expression.size(), offset);
        if (error != std::errc() || offset < 0 || offset > 36'500) return std::nullopt;
        if (back) offset = -offset;
        expression.remove_prefix(static_cast<std::size_t>(end - expression.data()));
    }
    const std::string date = format_date(*start + days(offset));
    if (expression.empty()) return date;
    const auto time = normalised_time(expression.substr(1));
    if (!time) return std::nullopt;
    return date + "T" + *time;
}

}  // namespace alysio::sandbox::org
