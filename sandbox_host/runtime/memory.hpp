#pragma once

namespace alysio::sandbox::runtime {

/// Tells the allocator of this process how a host uses memory; first thing in main(). Pages of records pass through several
/// threads: with blocks of megabytes kept in the heap of each, what the process has at its peak would depend on which
/// thread was free when, and grow with the result. Such blocks go back to the kernel instead. One heap for all threads
/// would be smaller still by 2 MB, but with a thousand calls at once they wait for each other's allocations: those calls
/// took 60 ms of 240 ms of CPU longer, and a third more time.
void keep_memory_flat() noexcept;

}  // namespace alysio::sandbox::runtime
