#include "sandbox_host/soql/grammar.hpp"
#include "sandbox_host/soql/parser.hpp"

#include <utility>

namespace alysio::sandbox::soql {

Condition Grammar::condition() {
    const std::size_t offset = tokens_.offset();
    Condition first = term();
    const bool all = tokens_.at_word("AND");
    if (!all && !tokens_.at_word("OR")) return first;

    Junction junction{all, {}};
    junction.terms.push_back(std::move(first));
    while (tokens_.accept_word(all ? "AND" : "OR")) junction.terms.push_back(term());
    // "a AND b OR c" has no meaning in SOQL: it takes parentheses.
    if (tokens_.at_word(all ? "OR" : "AND")) tokens_.fail_here();
    return {std::move(junction), offset};
}

Condition Grammar::term() {
    if (depth_ == deepest_condition) {
        tokens_.fail(
            semantic_error(tokens_.query(), tokens_.offset(), "QUERY_TOO_COMPLICATED",
                           "Query is either selecting too many fields or the filter conditions are too complicated."));
        return {};
    }
    ++depth_;
    Condition read;
    const std::size_t offset = tokens_.offset();
    if (tokens_.accept(TokenKind::LeftParenthesis)) {
        read = condition();
        tokens_.expect(TokenKind::RightParenthesis);
    } else if (tokens_.accept_word("NOT")) {
        read = {Negation{std::make_unique<Condition>(term())}, offset};
    } else {
        read = predicate();
    }
    --depth_;
    return read;
}

Condition Grammar::predicate() {
    const std::size_t offset = tokens_.offset();
    Operand left = operand();
    if (const std::optional<Comparator> compared = comparator()) {
        Value right = *compared == Comparator::Like ? text_or_pattern(true) : value();
        return {Comparison{std::move(left), *compared, std::move(right)}, offset};
    }
    if (tokens_.at_word("INCLUDES") || tokens_.at_word("EXCLUDES")) {
        const bool excludes = tokens_.at_word("EXCLUDES");
        tokens_.take();
        tokens_.expect(TokenKind::LeftParenthesis);
        Inclusion inclusion{std::move(left), excludes, {}};
        do inclusion.selections.push_back(text_or_pattern(false));
        while (tokens_.accept(TokenKind::Comma));
        tokens_.expect(TokenKind::RightParenthesis);
        return {std::move(inclusion), offset};
    }
    Membership membership{std::move(left), tokens_.accept_word("NOT"), {}};
    tokens_.expect_word("IN");
    if (tokens_.at(TokenKind::LeftParenthesis) && tokens_.at_word("SELECT", 1)) {
        tokens_.take();
        membership.right = std::make_unique<Query>(query(Role::Filter));
        tokens_.expect(TokenKind::RightParenthesis);
    } else {
        membership.right = value_list();
    }
    return {std::move(membership), offset};
}

std::optional<Comparator> Grammar::comparator() {
    if (tokens_.accept(TokenKind::Equal)) return Comparator::Equal;
    if (tokens_.accept(TokenKind::NotEqual)) return Comparator::NotEqual;
    if (tokens_.accept(TokenKind::Less)) return Comparator::Less;
    if (tokens_.accept(TokenKind::LessOrEqual)) return Comparator::LessOrEqual;
    if (tokens_.accept(TokenKind::Greater)) return Comparator::Greater;
    if (tokens_.accept(TokenKind::GreaterOrEqual)) return Comparator::GreaterOrEqual;
    if (tokens_.accept_word("LIKE")) return Comparator::Like;
    return std::nullopt;
}

std::vector<Value> Grammar::value_list() {
    std::vector<Value> values;
    if (tokens_.at(TokenKind::Colon)) {
        value();  // says why a bind variable is not possible here
        return values;
    }
    tokens_.expect(TokenKind::LeftParenthesis);
    do values.push_back(value());
    while (tokens_.accept(TokenKind::Comma));
    tokens_.expect(TokenKind::RightParenthesis);
    return values;
}

}  // namespace alysio::sandbox::soql
