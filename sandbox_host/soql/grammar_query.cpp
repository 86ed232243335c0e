#include "sandbox_host/soql/grammar.hpp"
#include "sandbox_host/soql/parser.hpp"
#include "sandbox_host/soql/words.hpp"

#include <utility>

namespace alysio::sandbox::soql {

Query Grammar::whole_query() {
    Query query = this->query(Role::outermost);
    if (!tokens_.at(TokenKind::end)) tokens_.fail_here();
    return query;
}

Query Grammar::query(Role role) {
    Query query;
    query.offset = tokens_.offset();
    tokens_.expect_word("SELECT");
    query.select = select_list();
    tokens_.expect_word("FROM");
    query.from = sources();
    if (tokens_.accept_word("USING")) {
        if (!tokens_.accept_word("SCOPE")) tokens_.fail_here();
        query.scope = Scope{{}, tokens_.offset()};
        query.scope->name = name();
    }
    if (tokens_.accept_word("WHERE")) query.where = condition();
    if (tokens_.at_word("WITH")) query.with = with();
    if (tokens_.at_word("GROUP")) {
        query.group_by = grouping();
        if (tokens_.accept_word("HAVING")) query.having = condition();
    }
    if (tokens_.accept_word("ORDER")) {
        tokens_.expect_word("BY");
        do query.order_by.push_back(ordering());
        while (tokens_.accept(TokenKind::comma));
    }
    if (tokens_.accept_word("LIMIT")) query.limit = bound();
    if (tokens_.accept_word("OFFSET")) query.skip = bound();
    if (role == Role::outermost) trailing_clauses(query);
    return query;
}

void Grammar::trailing_clauses(Query& query) {
    if (tokens_.accept_word("ALL")) {
        tokens_.expect_word("ROWS");
        query.all_rows = true;
    }
    while (tokens_.accept_word("FOR")) {
        if (tokens_.accept_word("VIEW"))
            query.for_clauses.push_back(ForClause::view);
        else if (tokens_.accept_word("REFERENCE"))
            query.for_clauses.push_back(ForClause::reference);
        else if (tokens_.accept_word("UPDATE"))
            query.for_clauses.push_back(ForClause::update);
        else
            tokens_.fail_here();
    }
    if (!tokens_.accept_word("UPDATE")) return;
    do {
        if (tokens_.accept_word("TRACKING"))
            query.updates.push_back(UpdateClause::tracking);
        else if (tokens_.accept_word("VIEWSTAT"))
            query.updates.push_back(UpdateClause::view_stat);
        else
            tokens_.fail_here();
    } while (tokens_.accept(TokenKind::comma));
}

std::vector<SelectItem> Grammar::select_list() {
    std::vector<SelectItem> items;
    do items.push_back(select_item());
    while (tokens_.accept(TokenKind::comma));
    return items;
}

SelectItem Grammar::select_item() {
    if (tokens_.at(TokenKind::left_parenthesis)) {
        if (child_depth_ == deepest_child_query) {
            tokens_.fail(semantic_error(tokens_.query(), tokens_.offset(), "MALFORMED_QUERY",
                                        "Nesting of semi join sub-selects or child queries is limited to " +
                                            std::to_string(deepest_child_query) + " levels"));
            return SelectedOperand{};
        }
        tokens_.take();
        ++child_depth_;
        auto child = std::make_unique<Query>(query(Role::child));
        --child_depth_;
        tokens_.expect(TokenKind::right_parenthesis);
        return child;
    }
    if (tokens_.at_word("FIELDS") && tokens_.at(TokenKind::left_parenthesis, 1)) return field_set();
    if (tokens_.at_word("TYPEOF") && tokens_.at(TokenKind::word, 1) && !tokens_.at_word("FROM", 1)) return type_of();
    SelectedOperand selected{operand(), {}};
    selected.alias = optional_alias();
    return selected;
}

FieldSet Grammar::field_set() {
    FieldSet set{FieldSet::Kind::all, tokens_.offset()};
    tokens_.take();
    tokens_.expect(TokenKind::left_parenthesis);
    if (tokens_.accept_word("STANDARD"))
        set.kind = FieldSet::Kind::standard;
    else if (tokens_.accept_word("CUSTOM"))
        set.kind = FieldSet::Kind::custom;
    else
        tokens_.expect_word("ALL");
    tokens_.expect(TokenKind::right_parenthesis);
    return set;
}

TypeOf Grammar::type_of() {
    TypeOf choice;
    tokens_.take();
    choice.relationship = path();
    if (!tokens_.at_word("WHEN")) tokens_.fail_here();
    while (tokens_.accept_word("WHEN")) {
        TypeOf::Branch branch;
        branch.offset = tokens_.offset();
        branch.object = name();
        tokens_.expect_word("THEN");
        branch.fields = path_list();
        choice.branches.push_back(std::move(branch));
    }
    if (tokens_.accept_word("ELSE")) choice.otherwise = path_list();
    tokens_.expect_word("END");
    return choice;
}

std::vector<Path> Grammar::path_list() {
    std::vector<Path> paths;
    do paths.push_back(path());
    while (tokens_.accept(TokenKind::comma));
    return paths;
}

std::vector<Source> Grammar::sources() {
    std::vector<Source> sources;
    do {
        Source source;
        source.name.offset = tokens_.offset();
        do source.name.names.push_back(name());
        while (tokens_.accept(TokenKind::dot));
        source.alias = tokens_.accept_word("AS") ? alias() : optional_alias();
        sources.push_back(std::move(source));
    } while (tokens_.accept(TokenKind::comma));
    return sources;
}

With Grammar::with() {
    With with;
    tokens_.expect_word("WITH");
    with.offset = tokens_.offset();
    if (tokens_.accept_word("SECURITY_ENFORCED"))
        with.filter = AccessMode::security_enforced;
    else if (tokens_.accept_word("USER_MODE"))
        with.filter = AccessMode::user_mode;
    else if (tokens_.accept_word("SYSTEM_MODE"))
        with.filter = AccessMode::system_mode;
    else if (tokens_.at_word("DATA") && tokens_.at_word("CATEGORY", 1))
        with.filter = category_filter();
    else {
        Comparison comparison{path(), Comparator::equal, {}};
        tokens_.expect(TokenKind::equal);
        comparison.right = value();
        with.filter = std::move(comparison);
    }
    return with;
}

CategoryFilter Grammar::category_filter() {
    CategoryFilter filter;
    tokens_.take();
    tokens_.take();
    do {
        CategoryFilter::Term term;
        term.group = name();
        if (tokens_.accept_word("AT"))
            term.selector = CategoryFilter::Selector::at;
        else if (tokens_.accept_word("ABOVE"))
            term.selector = CategoryFilter::Selector::above;
        else if (tokens_.accept_word("BELOW"))
            term.selector = CategoryFilter::Selector::below;
        else if (tokens_.accept_word("ABOVE_OR_BELOW"))
            term.selector = CategoryFilter::Selector::above_or_below;
        else
            tokens_.fail_here();
        if (tokens_.accept(TokenKind::left_parenthesis)) {
            do term.categories.push_back(name());
            while (tokens_.accept(TokenKind::comma));
            tokens_.expect(TokenKind::right_parenthesis);
        } else {
            term.categories.push_back(name());
        }
        filter.terms.push_back(std::move(term));
    } while (tokens_.accept_word("AND"));
    return filter;
}

Grouping Grammar::grouping() {
    Grouping grouping;
    tokens_.take();
    tokens_.expect_word("BY");
    grouping.offset = tokens_.offset();
    if (tokens_.at(TokenKind::left_parenthesis, 1)) {
        if (tokens_.accept_word("ROLLUP"))
            grouping.kind = Grouping::Kind::rollup;
        else if (tokens_.accept_word("CUBE"))
            grouping.kind = Grouping::Kind::cube;
    }
    const bool enclosed = grouping.kind != Grouping::Kind::plain;
    if (enclosed) tokens_.expect(TokenKind::left_parenthesis);
    do grouping.keys.push_back(operand());
    while (tokens_.accept(TokenKind::comma));
    if (enclosed) tokens_.expect(TokenKind::right_parenthesis);
    return grouping;
}

Ordering Grammar::ordering() {
    Ordering ordering;
    ordering.operand = operand();
    if (tokens_.accept_word("DESC"))
        ordering.descending = true;
    else
        tokens_.accept_word("ASC");
    if (tokens_.accept_word("NULLS")) {
        if (tokens_.accept_word("LAST"))
            ordering.nulls_last = true;
        else
            tokens_.expect_word("FIRST");
    }
    return ordering;
}

Bound Grammar::bound() {
    constexpr std::size_t most_digits = 10;
    Bound bound{0, tokens_.offset()};
    const std::string_view digits = tokens_.text();
    if (!tokens_.at(TokenKind::number) || digits.size() > most_digits ||
        digits.find_first_not_of("0123456789") != std::string_view::npos) {
        tokens_.fail_here();
        return bound;
    }
    bound.count = std::stoll(std::string(digits));
    tokens_.take();
    return bound;
}

}  // namespace alysio::sandbox::soql
