#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace alysio::salesforce {

/// Text that somebody else wrote, fit to stand inside a sentence of ours: valid UTF-8, without control characters and
/// invisible direction marks, runs of blanks made one, cut to `max_characters` with "…" at the end.
std::string quoted_data(std::string_view text, std::size_t max_characters);

}  // namespace alysio::salesforce
