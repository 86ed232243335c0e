#include "sandbox_host/soql/format.hpp"

#include "sandbox_host/soql/words.hpp"

#include <alysio/base/text.hpp>

#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

namespace alysio::sandbox::soql {

namespace {

std::string padded(std::int64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

std::string shortest(double number) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

class Writer {
  public:
    void write(const Query& query) {
        put("SELECT ");
        list(query.select);
        put(" FROM ");
        list(query.from);
        if (query.scope) put(" USING SCOPE " + query.scope->name);
        if (query.where) clause(" WHERE ", *query.where);
        if (query.with) clause(" WITH ", query.with->filter);
        if (query.group_by) clause(" GROUP BY ", *query.group_by);
        if (query.having) clause(" HAVING ", *query.having);
        if (!query.order_by.empty()) clause(" ORDER BY ", query.order_by);
        if (query.limit) put(" LIMIT " + std::to_string(query.limit->count));
        if (query.skip) put(" OFFSET " + std::to_string(query.skip->count));
        if (query.all_rows) put(" ALL ROWS");
        for (const ForClause clause : query.for_clauses)
            put(clause == ForClause::view        ? " FOR VIEW"
                : clause == ForClause::reference ? " FOR REFERENCE"
                                                 : " FOR UPDATE");
        for (std::size_t i = 0; i < query.updates.size(); ++i) {
            put(i == 0 ? " UPDATE " : ", ");
            put(query.updates[i] == UpdateClause::tracking ? "TRACKING" : "VIEWSTAT");
        }
    }

    void write(const Path& path) {
        for (std::size_t i = 0; i < path.names.size(); ++i) {
            if (i != 0) put(".");
            put(path.names[i]);
        }
    }

    template <typename... Types>
    void write(const std::variant<Types...>& either) {
        std::visit([this](const auto& held) { write(held); }, either);
    }

    std::string take() { return std::move(text_); }

  private:
    void put(std::string_view text) { text_.append(text); }

    template <typename Node>
    void clause(std::string_view keyword, const Node& node) {
        put(keyword);
        if constexpr (requires { this->write(node); })
            write(node);
        else
            list(node);
    }

    template <typename Node>
    void list(const std::vector<Node>& nodes) {
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (i != 0) put(", ");
            write(nodes[i]);
        }
    }

    template <typename Node>
    void enclosed(const std::vector<Node>& nodes) {
        put("(");
        list(nodes);
        put(")");
    }

    // -- operands
    void write(const std::unique_ptr<Call>& call) {
        put(name_of(call->function));
        enclosed(call->arguments);
    }
    void write(const Distance& distance) {
        put("DISTANCE(");
        write(distance.from);
        put(", ");
        write(distance.to);
        put(distance.in_kilometres ? ", 'km')" : ", 'mi')");
    }
    void write(const Geolocation& place) {
        put("GEOLOCATION(" + shortest(place.latitude) + ", " + shortest(place.longitude) + ")");
    }

    // -- values
    void write(const Value& value) { write(value.literal); }
    void write(Null) { put("NULL"); }
    void write(bool value) { put(value ? "TRUE" : "FALSE"); }
    void write(const Number& number) { put(number.text); }
    void write(const RelativeDate& date) { put(date.text); }
    void write(const Money& money) { put(money.currency + money.amount); }
    void write(const Text& text) { quoted(text.text, true); }
    void write(const Pattern& pattern) { quoted(pattern.text, false); }
    void write(const Date& date) {
        put(padded(static_cast<int>(date.year()), 4) + "-" + padded(static_cast<unsigned>(date.month()), 2) + "-" +
            padded(static_cast<unsigned>(date.day()), 2));
    }
    void write(const DateTime& time) {
        const auto day = std::chrono::floor<std::chrono::days>(time);
        write(Date(day));
        put("T");
        write(Time(time - day));
    }
    void write(const Time& time) {
        const std::chrono::hh_mm_ss parts(time);
        put(padded(parts.hours().count(), 2) + ":" + padded(parts.minutes().count(), 2) + ":" +
            padded(parts.seconds().count(), 2) + "." + padded(parts.subseconds().count(), 3) + "Z");
    }
    // A pattern keeps its backslashes: they belong to what it matches.
    void quoted(std::string_view text, bool escape_backslash) {
        put("'");
        for (const char c : text) {
            if (c == '\'' || (c == '\\' && escape_backslash)) put("\\");
            text_.push_back(c);
        }
        put("'");
    }

    // -- conditions
    void write(const Condition& condition) { write(condition.node); }
    void write(const Junction& junction) {
        for (std::size_t i = 0; i < junction.terms.size(); ++i) {
            if (i != 0) put(junction.all ? " AND " : " OR ");
            term(junction.terms[i]);
        }
    }
    void write(const Negation& negation) {
        put("NOT ");
        term(*negation.term);
    }
    void term(const Condition& condition) {
        const bool parenthesised = std::holds_alternative<Junction>(condition.node);
        if (parenthesised) put("(");
        write(condition);
        if (parenthesised) put(")");
    }
    void write(const Comparison& comparison) {
        static constexpr std::array<std::string_view, 7> signs = {
            " = ", " != ", " < ", " <= ", " > ", " >= ", " LIKE "};
        write(comparison.left);
        put(signs[static_cast<std::size_t>(comparison.comparator)]);
        write(comparison.right);
    }
    void write(const Membership& membership) {
        write(membership.left);
        put(membership.negated ? " NOT IN " : " IN ");
        write(membership.right);
    }
    void write(const Inclusion& inclusion) {
        write(inclusion.left);
        put(inclusion.negated ? " EXCLUDES " : " INCLUDES ");
        enclosed(inclusion.selections);
    }
    void write(const std::vector<Value>& values) { enclosed(values); }

    // -- clauses
    void write(const std::unique_ptr<Query>& query) {
        put("(");
        write(*query);
        put(")");
    }
    void write(const SelectedOperand& selected) {
        write(selected.operand);
        if (!selected.alias.empty()) put(" " + selected.alias);
    }
    void write(const FieldSet& set) {
        put(set.kind == FieldSet::Kind::all        ? "FIELDS(ALL)"
            : set.kind == FieldSet::Kind::standard ? "FIELDS(STANDARD)"
                                                   : "FIELDS(CUSTOM)");
    }
    void write(const TypeOf& choice) {
        put("TYPEOF ");
        write(choice.relationship);
        for (const TypeOf::Branch& branch : choice.branches) {
            put(" WHEN " + branch.object + " THEN ");
            list(branch.fields);
        }
        if (!choice.otherwise.empty()) {
            put(" ELSE ");
            list(choice.otherwise);
        }
        put(" END");
    }
    void write(const Source& source) {
        write(source.name);
        if (source.alias.empty()) return;
        put(base::equal_ignoring_case(source.alias, "AS") ? " AS "
                                                          : " ");  // an alias of that name can only come after the word
        put(source.alias);
    }
    void write(AccessMode mode) {
        put(mode == AccessMode::security_enforced ? "SECURITY_ENFORCED"
            : mode == AccessMode::user_mode       ? "USER_MODE"
                                                  : "SYSTEM_MODE");
    }
    void write(const CategoryFilter& filter) {
        static constexpr std::array<std::string_view, 4> selectors = {" AT ", " ABOVE ", " BELOW ", " ABOVE_OR_BELOW "};
        put("DATA CATEGORY ");
        for (std::size_t i = 0; i < filter.terms.size(); ++i) {
            const CategoryFilter::Term& term = filter.terms[i];
            if (i != 0) put(" AND ");
            put(term.group);
            put(selectors[static_cast<std::size_t>(term.selector)]);
            enclosed(term.categories);
        }
    }
    void write(const std::string& name) { put(name); }
    void write(const Grouping& grouping) {
        if (grouping.kind == Grouping::Kind::plain) return list(grouping.keys);
        put(grouping.kind == Grouping::Kind::rollup ? "ROLLUP" : "CUBE");
        enclosed(grouping.keys);
    }
    void write(const Ordering& ordering) {
        write(ordering.operand);
        put(ordering.descending ? " DESC" : " ASC");
        put(ordering.nulls_last ? " NULLS LAST" : " NULLS FIRST");
    }

    std::string text_;
};

template <typename Node>
std::string formatted(const Node& node) {
    Writer writer;
    writer.write(node);
    return writer.take();
}

}  // namespace

std::string format(const Query& query) {
    return formatted(query);
}
std::string format(const Operand& operand) {
    return formatted(operand);
}
std::string format(const Path& path) {
    return formatted(path);
}

}  // namespace alysio::sandbox::soql
