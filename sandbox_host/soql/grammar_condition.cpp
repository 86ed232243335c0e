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
    if (tokens_.accept(TokenKind::left_parenthesis)) {
        read = condition();
        tokens_.expect(TokenKind::right_parenthesis);
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
        Value right = *compared == Comparator::like ? text_or_pattern(true) : value();
        return {Comparison{std::move(left), *compared, std::move(right)}, offset};
    }
    if (tokens_.at_word("INCLUDES") || tokens_.at_word("EXCLUDES")) {
        const bool excludes = tokens_.at_word("EXCLUDES");
        tokens_.take();
        tokens_.expect(TokenKind::left_parenthesis);
        Inclusion inclusion{std::move(left), excludes, {}};
        do inclusion.selections.push_back(text_or_pattern(false));
        while (tokens_.accept(TokenKind::comma));
        tokens_.expect(TokenKind::right_parenthesis);
        return {std::move(inclusion), offset};
    }
    Membership membership{std::move(left), tokens_.accept_word("NOT"), {}};
    tokens_.expect_word("IN");
    if (tokens_.at(TokenKind::left_parenthesis) && tokens_.at_word("SELECT", 1)) {
        tokens_.take();
        membership.right = std::make_unique<Query>(query(Role::filter));
        tokens_.expect(TokenKind::right_parenthesis);
    } else {
        membership.right = value_list();
    }
    return {std::move(membership), offset};
}

std::optional<Comparator> Grammar::comparator() {
    if (tokens_.accept(TokenKind::equal)) return Comparator::equal;
    if (tokens_.accept(TokenKind::not_equal)) return Comparator::not_equal;
    if (tokens_.accept(TokenKind::less)) return Comparator::less;
    if (tokens_.accept(TokenKind::less_or_equal)) return Comparator::less_or_equal;
    if (tokens_.accept(TokenKind::greater)) return Comparator::greater;
    if (tokens_.accept(TokenKind::greater_or_equal)) return Comparator::greater_or_equal;
    if (tokens_.accept_word("LIKE")) return Comparator::like;
    return std::nullopt;
}

std::vector<Value> Grammar::value_list() {
    std::vector<Value> values;
    if (tokens_.at(TokenKind::colon)) {
        value();  // says why a bind variable is not possible here
        return values;
    }
    tokens_.expect(TokenKind::left_parenthesis);
    do values.push_back(value());
    while (tokens_.accept(TokenKind::comma));
    tokens_.expect(TokenKind::right_parenthesis);
    return values;
}

}  // namespace alysio::sandbox::soql
