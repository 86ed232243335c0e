#include "sandbox_host/org/traffic/faults.hpp"

#include "sandbox_host/org/random/splitmix64.hpp"
#include "sandbox_host/org/traffic/traffic.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

bool matches(const When& when, const RequestLogEntry& entry) {
    const auto same = [](const std::string& wanted, const std::string& is) { return wanted.empty() || wanted == is; };
    return same(when.method, entry.method) && same(when.tenant, entry.tenant) && same(when.user, entry.user) &&
           same(when.via, entry.via) && entry.target.find(when.path) != std::string::npos;
}

// A number from 0 up to 1 that seed and throw decide alone.
double dice(std::uint64_t seed, std::uint64_t number) noexcept {
    return static_cast<double>(splitmix64(splitmix64(seed) + number) >> 11U) * 0x1p-53;
}

bool strikes(const When& when, std::int64_t matched) {
    if (matched <= when.skip) return false;
    return when.probability >= 1 || dice(when.seed, static_cast<std::uint64_t>(matched)) < when.probability;
}

}  // namespace

void Faults::add(Fault fault) {
    records_.push_back({++added_, std::move(fault), 0, 0, {}});
}

std::size_t Faults::in_force() const noexcept {
    return static_cast<std::size_t>(
        std::count_if(records_.begin(), records_.end(), [](const FaultRecord& record) { return !record.spent(); }));
}

FaultRecord* Faults::strike(const RequestLogEntry& entry) {
    for (FaultRecord& record : records_) {
        const When& when = record.fault.when;
        if (record.spent() || !matches(when, entry)) continue;
        if (!strikes(when, ++record.matched)) continue;
        ++record.struck;
        return &record;
    }
    return nullptr;
}

}  // namespace alysio::sandbox::org
