#include "sandbox_host/soql/parser.hpp"

#include "sandbox_host/soql/grammar.hpp"

#include <alysio/base/text.hpp>
#include <alysio/base/utf8.hpp>

#include <optional>
#include <string>
#include <utility>

namespace alysio::sandbox::soql {

base::Result<Query, Error> parse(std::string_view text) {
    const auto refuse = [](std::string sentence) {
        return Error{"MALFORMED_QUERY", std::move(sentence), std::nullopt};
    };
    if (text.size() > longest_query && base::utf8::count(text) > longest_query)
        return refuse("SOQL statements cannot be longer than " + std::to_string(longest_query) + " characters.");
    if (base::trim(text).empty()) return refuse("SOQL statements cannot be empty or null");
    if (!base::utf8::is_valid(text)) return refuse("SOQL statements must be valid UTF-8");

    Grammar grammar(text);
    Query query = grammar.whole_query();
    if (grammar.tokens().error()) return *grammar.tokens().error();
    return query;
}

}  // namespace alysio::sandbox::soql
