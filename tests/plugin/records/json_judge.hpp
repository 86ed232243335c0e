// nlohmann's judgement of a text, where it can be trusted.
#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace alysio::salesforce::records::testing {

// False where the text is no JSON. nlohmann also refuses numbers that no double holds and lone surrogates, which are
// JSON: those texts may be.
inline bool may_be_json(std::string_view text) {
    if (text.find("\\ud") != text.npos || text.find("\\uD") != text.npos) return true;
    try {
        return !nlohmann::json::parse(text).is_discarded();
    } catch (const nlohmann::json::parse_error&) {
        return false;
    } catch (const nlohmann::json::out_of_range&) {
        return true;  // what stands behind the number was not looked at
    }
}

}  // namespace alysio::salesforce::records::testing
