// The allocator's own functions, counted on the way to those of glibc. Linked into a program or preloaded into another
// one, they are found before glibc's.
#include "allocations.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>

namespace {

// One counter for each thread, since threads that count in the same place wait for each other.
struct alignas(64) Counter {
    std::atomic<std::uint64_t> count{0};
};
std::array<Counter, 64> counters;

}  // namespace

std::uint64_t alysio::bench::allocations() noexcept {
    std::uint64_t sum = 0;
    for (const Counter& counter : counters) sum += counter.count.load(std::memory_order_relaxed);
    return sum;
}

// A sanitizer has an allocator of its own.
#ifndef ALYSIO_SANITIZED

namespace {

std::atomic<unsigned> threads{0};
thread_local Counter* own = nullptr;

void count_one() noexcept {
    if (own == nullptr) own = &counters[threads.fetch_add(1) % counters.size()];
    own->count.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t number, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
    count_one();
    return __libc_malloc(size);
}

void* calloc(std::size_t number, std::size_t size) {
    count_one();
    return __libc_calloc(number, size);
}

void* realloc(void* block, std::size_t size) {
    count_one();
    return __libc_realloc(block, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) {
    count_one();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) {
    count_one();
    *block = __libc_memalign(alignment, size);
    return *block == nullptr ? ENOMEM : 0;
}

}  // extern "C"

#endif
