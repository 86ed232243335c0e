#include "plugin/salesforce/retry.hpp"

#include <alysio/base/calendar.hpp>
#include <alysio/base/http_date.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace alysio::salesforce {

Next next_step(Verb verb, Effect effect) {
    using Row = std::array<Next, 3>;
    constexpr std::array<Row, 5> table = {{
        // get              post                  patch
        Row{Next::send_again, Next::send_again, Next::send_again},      // nothing_sent
        Row{Next::send_again, Next::send_again, Next::send_again},      // refused_undone
        Row{Next::send_again, Next::report_unknown, Next::read_back},   // lost
        Row{Next::report, Next::report_unknown, Next::report_unknown},  // cut_short
        Row{Next::report, Next::report, Next::report},                  // settled
    }};
    return table[static_cast<std::size_t>(effect)][static_cast<std::size_t>(verb)];
}

std::uint64_t read_retry_after_ns(std::string_view header, std::int64_t unix_s) {
    constexpr std::int64_t second_ns = 1'000'000'000;
    std::int64_t seconds = 0;
    if (const std::optional<std::int64_t> date = base::parse_http_date(header)) {
        if (base::http_date(*date) != header) return 0;  // a day of the week that it was not
        seconds = *date - unix_s;
    } else {
        const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
        if (error != std::errc{} || end != header.data() + header.size()) return 0;
    }
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(seconds, 0, base::seconds_a_day) * second_ns);
}

std::uint64_t backoff_ns(int attempt, std::uint64_t random) {
    constexpr std::uint64_t first_ns = 200'000'000;
    const std::uint64_t ceiling = first_ns << (attempt - 1);
    return random % (ceiling + 1);
}

}  // namespace alysio::salesforce
