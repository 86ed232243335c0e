#include "sandbox_host/org/traffic/faults.hpp"

#include "sandbox_host/org/scramble.hpp"
#include "sandbox_host/org/traffic/traffic.hpp"

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

bool matches(const When& when, const Passage& passage) {
    const auto same = [](const std::string& wanted, const std::string& is) { return wanted.empty() || wanted == is; };
    return same(when.method, passage.method) && same(when.tenant, passage.tenant) && same(when.user, passage.user) &&
           same(when.via, passage.via) && passage.target.find(when.path) != std::string::npos;
}

// A number from 0 up to 1 that seed and throw decide alone.
double dice(std::uint64_t seed, std::uint64_t number) noexcept {
    return static_cast<double>(scramble(scramble(seed) + number) >> 11U) * 0x1p-53;
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

FaultRecord* Faults::strike(const Passage& passage) {
    for (FaultRecord& record : records_) {
        const When& when = record.fault.when;
        if (record.spent() || !matches(when, passage)) continue;
        if (!strikes(when, ++record.matched)) continue;
        ++record.struck;
        return &record;
    }
    return nullptr;
}

}  // namespace alysio::sandbox::org
