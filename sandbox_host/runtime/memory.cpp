#include "sandbox_host/runtime/memory.hpp"

#include <malloc.h>

namespace alysio::sandbox::runtime {

void keep_memory_flat() noexcept {
    mallopt(M_ARENA_MAX, 4);
    mallopt(M_MMAP_THRESHOLD, 1'500'000);
    mallopt(M_TRIM_THRESHOLD, 2'000'000);
}

}  // namespace alysio::sandbox::runtime
