#include "plugin/salesforce/id.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <algorithm>

namespace alysio::salesforce {

namespace {

constexpr std::string_view check_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
constexpr std::size_t core_size = 15;
constexpr std::size_t block_size = 5;
constexpr std::size_t full_size = 18;

// The 15 characters in the letter case that the check characters ask for; nothing where they ask for an upper-case
// digit.
std::optional<std::string> rebuild_case(std::string_view id18) {
    std::string core(id18.substr(0, core_size));
    for (std::size_t i = 0; i < core_size; ++i) {
        const std::size_t bits = check_alphabet.find(base::upper(id18[core_size + i / block_size]));
        if (bits == std::string_view::npos) return std::nullopt;
        const bool wants_upper = ((bits >> (i % block_size)) & 1U) != 0;
        if (wants_upper && !base::is_letter(core[i])) return std::nullopt;
        core[i] = wants_upper ? base::upper(core[i]) : base::lower(core[i]);
    }
    return core;
}

}  // namespace

std::string widen_id(std::string_view id15) {
    std::string id(id15);
    for (std::size_t block = 0; block < core_size; block += block_size) {
        std::size_t bits = 0;
        for (std::size_t j = 0; j < block_size; ++j)
            bits |= (base::is_upper(id15[block + j]) ? std::size_t{1} : 0) << j;
        id += check_alphabet[bits];
    }
    return id;
}

IdReading read_id(std::string_view text) {
    const std::size_t characters = base::utf8::count(text);
    if (characters != core_size && characters != full_size) return {IdState::wrong_length, {}, characters};
    if (!std::all_of(text.begin(), text.end(), base::is_letter_or_digit))
        return {IdState::wrong_character, {}, characters};
    if (characters == core_size) return {IdState::exact, widen_id(text), characters};

    const std::optional<std::string> core = rebuild_case(text);
    if (!core) return {IdState::wrong_checksum, {}, characters};
    std::string id = widen_id(*core);
    return {id == text ? IdState::exact : IdState::case_repaired, std::move(id), characters};
}

bool same_id(std::string_view left, std::string_view right) {
    return left.size() >= core_size && left.substr(0, core_size) == right.substr(0, core_size);
}

std::string_view key_prefix(std::string_view id) {
    return id.size() >= core_size ? id.substr(0, 3) : std::string_view{};
}

}  // namespace alysio::salesforce
