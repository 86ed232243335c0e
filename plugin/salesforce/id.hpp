#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Record ids. 15 characters name a record and differ by letter case; Salesforce appends three more that say which of
/// the 15 are upper case, so that an id survives programs that ignore case:
///
///     001dM 00003 kRs59   QAC
///     block block block   one character per block of five: bit j is set where character j is A-Z
namespace alysio::salesforce {

enum class IdState {
    exact,          // as Salesforce writes it; 15 characters were widened
    case_repaired,  // 18 characters whose letter case was lost and has been rebuilt from the last three
    wrong_length,
    wrong_character,
    wrong_checksum,  // the last three characters cannot belong to the first fifteen
};

struct IdReading {
    IdState state;
    std::string id;          // 18 characters; empty unless exact or case_repaired
    std::size_t characters;  // how many were given
};

IdReading read_id(std::string_view text);

/// The 15 characters with their three check characters. `id15` must have 15 characters.
std::string widen_id(std::string_view id15);

/// Whether both name the same record. Ids of 15 and 18 characters compare equal.
bool same_id(std::string_view left, std::string_view right);

/// The first three characters, which tell the object; empty for anything shorter than an id.
std::string_view key_prefix(std::string_view id);

}  // namespace alysio::salesforce
