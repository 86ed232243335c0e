#include "sandbox_host/tenants/find_byte_pair.hpp"

#include <cstdint>
#include <cstring>

namespace alysio::sandbox::tenants {
namespace {

// Of the compiler, for whatever machine: sixteen bytes, and what comes of comparing them.
using Bytes = std::int8_t __attribute__((vector_size(16)));
using Halves = std::uint64_t __attribute__((vector_size(16)));

Bytes load(const char* from) {
    Bytes bytes;
    std::memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

bool any(Bytes matches) {
    Halves halves;
    std::memcpy(&halves, &matches, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

}  // namespace

std::size_t find_byte_pair(std::string_view text, char first, char second, std::size_t from) {
    const Bytes firsts = Bytes{} + static_cast<std::int8_t>(first);
    const Bytes seconds = Bytes{} + static_cast<std::int8_t>(second);
    const auto matches = [&](const char* at) { return (load(at) == firsts) & (load(at + 1) == seconds); };

    constexpr std::size_t stride = 4 * sizeof(Bytes);
    std::size_t at = from;
    for (; at + stride < text.size(); at += stride) {
        const char* const place = text.data() + at;
        if (any(matches(place) | matches(place + 16) | matches(place + 32) | matches(place + 48))) break;
    }
    for (; at + 1 < text.size(); ++at) {
        if (text[at] == first && text[at + 1] == second) return at;
    }
    return std::string_view::npos;
}

}  // namespace alysio::sandbox::tenants
