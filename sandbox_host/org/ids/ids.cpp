#include "sandbox_host/org/ids/ids.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

constexpr std::string_view checksum_letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
constexpr std::string_view base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
// Real ids carry the instance in characters 4 to 6; ours says plainly that no real instance issued them.
constexpr std::string_view instance = "Sb0";

// One checksum character for each block of five: bit j is set where character j is an upper-case letter.
std::string checksum(std::string_view id15) {
    std::string sum;
    for (std::size_t block = 0; block < 15; block += 5) {
        std::size_t bits = 0;
        for (std::size_t j = 0; j < 5; ++j) bits |= static_cast<std::size_t>(base::is_upper(id15[block + j])) << j;
        sum += checksum_letters[bits];
    }
    return sum;
}

std::optional<std::string> repair_case(std::string_view id18) {
    std::string id(id18.substr(0, 15));
    for (std::size_t block = 0; block < 3; ++block) {
        const auto bits = checksum_letters.find(base::upper(id18[15 + block]));
        if (bits == std::string_view::npos) return std::nullopt;
        for (std::size_t j = 0; j < 5; ++j) {
            char& c = id[block * 5 + j];
            const bool wants_upper = (bits >> j & 1U) != 0;
            if (wants_upper && base::is_digit(c)) return std::nullopt;
            c = wants_upper ? base::upper(c) : base::lower(c);
        }
    }
    return id;
}

}  // namespace

bool looks_like_id(std::string_view text) noexcept {
    return (text.size() == 15 || text.size() == 18) && std::all_of(text.begin(), text.end(), base::is_letter_or_digit);
}

std::optional<std::string> to_18(std::string_view id) {
    if (!looks_like_id(id)) return std::nullopt;
    if (id.size() == 15) return std::string(id) + checksum(id);
    const auto repaired = repair_case(id);
    if (!repaired) return std::nullopt;
    return *repaired + checksum(*repaired);
}

std::string make_id(std::string_view key_prefix, std::uint64_t number) {
    std::string digits(15 - key_prefix.size() - instance.size(), '0');
    for (auto digit = digits.rbegin(); number != 0 && digit != digits.rend(); ++digit, number /= 62) {
        *digit = base62[number % 62];
    }
    const std::string id15 = std::string(key_prefix).append(instance).append(digits);
    return id15 + checksum(id15);
}

std::uint64_t id_number(std::string_view id) noexcept {
    std::uint64_t number = 0;
    for (const char c : id.substr(0, 15).substr(std::min<std::size_t>(id.size(), 3 + instance.size()))) {
        number = number * 62 + std::min(base62.find(c), base62.size() - 1);
    }
    return number;
}

}  // namespace alysio::sandbox::org
