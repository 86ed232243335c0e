#include "plugin/salesforce/retry.hpp"

#include <array>

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

std::uint64_t backoff_ns(int attempt, std::uint64_t random) {
    constexpr std::uint64_t first_ns = 200'000'000;
    const std::uint64_t ceiling = first_ns << (attempt - 1);
    return random % (ceiling + 1);
}

}  // namespace alysio::salesforce
