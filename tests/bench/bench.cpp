#include "bench.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <new>
#include <nlohmann/json.hpp>

namespace {
std::atomic<uint64_t> allocations{0};

void* counted(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
}  // namespace

// The plugin takes operator new from the program that loads it, so both sides are counted.
void* operator new(std::size_t size) {
    return counted(size);
}
void* operator new[](std::size_t size) {
    return counted(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace alysio::bench {

Figure measure(std::string name, const std::function<void()>& body, double seconds) {
    using Clock = std::chrono::steady_clock;
    const auto microseconds = [](Clock::duration time) {
        return std::chrono::duration<double, std::micro>(time).count();
    };
    constexpr int batch = 50;
    for (int i = 0; i < batch * 4; ++i) body();

    std::vector<double> times;
    const uint64_t allocated_before = allocations.load();
    const Clock::time_point until =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    while (Clock::now() < until || times.size() < 10) {
        const Clock::time_point start = Clock::now();
        for (int i = 0; i < batch; ++i) body();
        times.push_back(microseconds(Clock::now() - start) / batch);
    }
    const double runs = static_cast<double>(times.size()) * batch;
    const double allocated = static_cast<double>(allocations.load() - allocated_before);
    std::sort(times.begin(), times.end());

    Figure figure;
    figure.name = std::move(name);
    figure.median_us = times[times.size() / 2];
    figure.p10_us = times[times.size() / 10];
    figure.p90_us = times[times.size() * 9 / 10];
    figure.allocations = allocated / runs;
    return figure;
}

int report(const std::vector<Figure>& figures, int argc, char** argv) {
    std::printf("%-58s %10s %10s %10s %12s\n", "", "median us", "p10", "p90", "allocations");
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const Figure& figure : figures) {
        std::printf("%-58s %10.2f %10.2f %10.2f %12.1f  %s\n", figure.name.c_str(), figure.median_us, figure.p10_us,
                    figure.p90_us, figure.allocations, figure.note.c_str());
        all.push_back({{"name", figure.name},
                       {"median_us", figure.median_us},
                       {"p10_us", figure.p10_us},
                       {"p90_us", figure.p90_us},
                       {"allocations", figure.allocations},
                       {"note", figure.note}});
    }
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], "--json") != 0) continue;
        std::ofstream file(argv[i + 1]);
        file << all.dump(2) << '\n';
        if (!file) {
            std::fprintf(stderr, "%s cannot be written\n", argv[i + 1]);
            return 1;
        }
    }
    return 0;
}

}  // namespace alysio::bench
