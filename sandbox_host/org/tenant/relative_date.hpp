#pragma once

#include "sandbox_host/org/time/datetime.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace alysio::sandbox::org {

/// The date that demo data means by "@today+12", "@month_end", "@quarter_start-3" or, with a time in UTC,
/// "@today+1T14:30": an anchor, a number of days, a time. Anchors: today, and the first and last day of the current
/// month, quarter and year. Nothing for any other text.
std::optional<std::string> resolve_relative_date(std::string_view expression, Instant now);

}  // namespace alysio::sandbox::org
