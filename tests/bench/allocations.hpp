#pragma once

#include <cstdint>

namespace alysio::bench {

/// How many blocks of memory this process has asked for so far: malloc and its kin, and with them operator new and every
/// library, written in whatever language. Any thread.
std::uint64_t allocations() noexcept;

}  // namespace alysio::bench
