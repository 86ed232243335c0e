#include "plugin/records/soql_tokens.hpp"

#include <alysio/base/text.hpp>

namespace alysio::salesforce::records {
namespace {

bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool is_word(char c) {
    return base::is_letter_or_digit(c) || c == '_' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

// A date or a number with a sign inside, such as 2026-01-01T00:00:00+01:00, is one word.
bool continues_literal(std::string_view word, char c) {
    return (c == '-' || c == '+') && !word.empty() && base::is_digit(word.front());
}

}  // namespace

bool SoqlToken::is(std::string_view keyword) const {
    return kind != Kind::string && base::equal_ignoring_case(text, keyword);
}

std::vector<SoqlToken> soql_tokens(std::string_view soql) {
    std::vector<SoqlToken> tokens;
    int depth = 0;
    for (std::size_t at = 0; at < soql.size();) {
        const char c = soql[at];
        if (is_blank(c)) {
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        auto kind = SoqlToken::Kind::symbol;
        if (c == '\'') {
            kind = SoqlToken::Kind::string;
            while (end < soql.size() && soql[end] != '\'') end += soql[end] == '\\' ? 2u : 1u;
            end = end < soql.size() ? end + 1 : soql.size();
        } else if (is_word(c)) {
            kind = SoqlToken::Kind::word;
            while (end < soql.size() && (is_word(soql[end]) || continues_literal(soql.substr(at, end - at), soql[end])))
                ++end;
        }
        if (c == ')' && depth > 0) --depth;
        tokens.push_back(SoqlToken{kind, soql.substr(at, end - at), depth, at});
        if (c == '(') ++depth;
        at = end;
    }
    return tokens;
}

}  // namespace alysio::salesforce::records
