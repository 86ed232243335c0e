#pragma once

#include <cstddef>
#include <cstdint>

namespace alysio::sandbox::org {

/// Salesforce may make any page of a result smaller than asked for, and does when rows are wide. Here it happens on
/// request, at random but the same way for the same seed.
struct PageShrink {
    unsigned percent = 0;  ///< how many pages in a hundred
    std::uint64_t seed = 0;
};

/// The size of the page that starts at a result's row `offset`: `batch_size`, or by chance anything down to 1. A page
/// that is asked for again has the size it had.
std::size_t shrunk(std::size_t batch_size, const PageShrink& shrink, std::size_t offset);

}  // namespace alysio::sandbox::org
