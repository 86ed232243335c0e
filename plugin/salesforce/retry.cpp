#include "plugin/salesforce/retry.hpp"

#include "plugin/salesforce/calendar.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace alysio::salesforce {

Next next_step(Verb verb, Happened happened) {
    using Row = std::array<Next, 3>;
    constexpr std::array<Row, 5> table = {{
        // GET             POST                 PATCH
        Row{Next::SendAgain, Next::SendAgain, Next::SendAgain},       // NothingSent
        Row{Next::SendAgain, Next::SendAgain, Next::SendAgain},       // RefusedUndone
        Row{Next::SendAgain, Next::ReportUnknown, Next::ReadBack},    // Lost
        Row{Next::Report, Next::ReportUnknown, Next::ReportUnknown},  // CutShort
        Row{Next::Report, Next::Report, Next::Report},                // Final
    }};
    return table[static_cast<std::size_t>(happened)][static_cast<std::size_t>(verb)];
}

std::uint64_t read_retry_after_ns(std::string_view header, std::int64_t unix_s) {
    constexpr std::int64_t second_ns = 1'000'000'000;
    constexpr std::int64_t day_s = 86'400;
    std::int64_t seconds = 0;
    if (const std::optional<std::int64_t> date = read_http_date(header)) {
        seconds = *date - unix_s;
    } else {
        const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
        if (error != std::errc{} || end != header.data() + header.size()) return 0;
    }
    return static_cast<std::uint64_t>(std::clamp<std::int64_t>(seconds, 0, day_s) * second_ns);
}

std::uint64_t backoff_ns(int attempt, std::uint64_t random) {
    constexpr std::uint64_t first_ns = 200'000'000;
    const std::uint64_t ceiling = first_ns << (attempt - 1);
    return random % (ceiling + 1);
}

}  // namespace alysio::salesforce
