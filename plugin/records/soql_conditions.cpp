#include "plugin/records/soql_conditions.hpp"

#include "plugin/records/soql_tokens.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>

namespace alysio::salesforce::records {
namespace {

using Iterator = std::vector<SoqlToken>::const_iterator;

bool is_word(Iterator at, Iterator end) {
    return at != end && at->kind == SoqlToken::Kind::word;
}

std::string unescaped(std::string_view literal) {
    std::string text;
    for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
        if (literal[i] == '\\' && i + 2 < literal.size()) ++i;
        text += literal[i];
    }
    return text;
}

// The operator at `at`, which is moved behind it; empty where there is none.
std::string take_operator(Iterator& at, Iterator end) {
    std::string op;
    constexpr std::string_view symbols = "=!<>";
    while (at != end && at->kind == SoqlToken::Kind::symbol && symbols.find(at->text) != symbols.npos) {
        op += at++->text;
    }
    if (!op.empty()) return op;
    if (at != end && at->is("NOT")) {
        ++at;
        op = "NOT ";
    }
    constexpr std::array<std::string_view, 4> words = {"IN", "LIKE", "INCLUDES", "EXCLUDES"};
    const auto found = std::find_if(words.begin(), words.end(), [&](auto word) { return at != end && at->is(word); });
    if (found == words.end()) return {};
    ++at;
    return op.append(*found);
}

}  // namespace

std::vector<Comparison> comparisons(std::string_view condition) {
    const auto tokens = soql_tokens(condition);
    std::vector<Comparison> found;
    for (auto at = tokens.begin(); at != tokens.end();) {
        const auto field = at++;
        if (!is_word(field, tokens.end())) continue;
        Comparison comparison;
        comparison.op = take_operator(at, tokens.end());
        if (comparison.op.empty() || at == tokens.end()) continue;
        const bool list = at->text == "(";
        const auto past = list ? std::find_if(at + 1, tokens.end(),
                                              [&](const SoqlToken& t) { return t.depth == at->depth && t.text == ")"; })
                               : at + 1;
        const bool semi_join = list && at + 1 != tokens.end() && at[1].is("SELECT");
        for (; at != past; ++at) {
            if (at->kind == SoqlToken::Kind::string) comparison.texts.push_back(unescaped(at->text));
            if (at->kind == SoqlToken::Kind::word) comparison.word = at->text;
        }
        if (semi_join) continue;
        comparison.field = field->text;
        found.push_back(std::move(comparison));
    }
    return found;
}

}  // namespace alysio::salesforce::records
