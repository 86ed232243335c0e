#include "sandbox_host/soql/parser.hpp"

#include "sandbox_host/soql/grammar.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace alysio::sandbox::soql {

namespace {

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto lead = static_cast<unsigned char>(text[at]);
        const std::size_t length = lead < 0x80 ? 1 : (lead & 0xE0U) == 0xC0 ? 2 : (lead & 0xF0U) == 0xE0 ? 3 : 4;
        if (lead >= 0x80 && (lead < 0xC2 || lead > 0xF4)) return false;
        if (text.size() - at < length) return false;
        std::uint32_t code = length == 1 ? lead : lead & (0x7FU >> length);
        for (std::size_t i = 1; i < length; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + i]);
            if ((byte & 0xC0U) != 0x80U) return false;
            code = (code << 6U) | (byte & 0x3FU);
        }
        const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
        if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return false;
        at += length;
    }
    return true;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::variant<Query, Error> parse(std::string_view text) {
    const auto refuse = [](std::string sentence) {
        return Error{"MALFORMED_QUERY", std::move(sentence), std::nullopt};
    };
    if (text.size() > longest_query && characters(text) > longest_query)
        return refuse("SOQL statements cannot be longer than " + std::to_string(longest_query) + " characters.");
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return refuse("SOQL statements cannot be empty or null");
    if (!is_utf8(text)) return refuse("SOQL statements must be valid UTF-8");

    Grammar grammar(text);
    Query query = grammar.whole_query();
    if (grammar.tokens().error()) return *grammar.tokens().error();
    return query;
}

}  // namespace alysio::sandbox::soql
