// A sanitizer has an allocator of its own, which takes no settings.
#ifndef ALYSIO_SANITIZED

#include "sandbox_host/runtime/memory.hpp"

#include <catch2/catch.hpp>

#include <malloc.h>

#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace alysio::sandbox;

namespace {

std::size_t heaps() {
    char* text = nullptr;
    std::size_t size = 0;
    std::FILE* const file = open_memstream(&text, &size);
    malloc_info(0, file);
    std::fclose(file);
    const std::unique_ptr<char, decltype(&std::free)> owner(text, &std::free);
    const std::string xml(text, size);
    std::size_t count = 0;
    for (auto at = xml.find("<heap nr="); at != xml.npos; at = xml.find("<heap nr=", at + 1)) ++count;
    return count;
}

}  // namespace

TEST_CASE("the threads of a host share four heaps, however many they are") {
    // The limit is taken up with the first thread: where a test before had some, as it never has under ctest, it is late.
    if (heaps() > 1) return;
    runtime::keep_memory_flat();
    std::barrier together(16);
    std::vector<std::string> blocks(16);
    std::vector<std::thread> threads;
    for (auto& block : blocks) {
        threads.emplace_back([&] {
            block.assign(1'000, 'x');
            together.arrive_and_wait();
        });
    }
    for (auto& thread : threads) thread.join();
    REQUIRE(heaps() == 4);
}

TEST_CASE("a page's memory goes back to the kernel each time, not into a heap") {
    runtime::keep_memory_flat();
    const auto mapped = [] { return mallinfo2().hblks; };
    const auto before = mapped();
    for (int i = 0; i < 3; ++i) {
        const std::string page(2'000'000, 'x');
        REQUIRE(mapped() == before + 1);
    }
    REQUIRE(mapped() == before);
}

#endif
