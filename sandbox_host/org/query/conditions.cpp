#include "sandbox_host/org/query/conditions.hpp"

#include "sandbox_host/org/query/currency.hpp"
#include "sandbox_host/org/query/literals.hpp"
#include "sandbox_host/org/query/visible_rows.hpp"
#include "sandbox_host/org/store/collation.hpp"
#include "sandbox_host/soql/format.hpp"

#include <algorithm>
#include <array>

namespace alysio::sandbox::org {
namespace {

using soql::Comparator;

constexpr std::size_t most_semi_joins = 2;
// Of Comparator's values in their order, up to LIKE; NotEqual is the opposite of Equal.
constexpr std::array<const char*, 6> signs = {" = ", " = ", " < ", " <= ", " > ", " >= "};

// SOQL knows two truth values: what compares with null is false, and its opposite is true. So `Industry != 'Banking'`,
// NOT IN and NOT keep rows whose Industry is null. (With "NOT (" in place of "IS NOT TRUE" they would lose them, as in
// SQL. Sources disagree; to follow the others, change this one line.)
std::string opposite(const std::string& condition) {
    return "(" + condition + ") IS NOT TRUE";
}

std::string in_parentheses(const std::string& condition) {
    return "(" + condition + ")";
}

// SQLite counts the depth of "a AND b AND c" as its length, so a long chain becomes a chain of chains.
std::string chain(const std::vector<std::string>& terms, const char* separator) {
    constexpr std::size_t longest = 100;
    std::vector<std::string> links;
    for (std::size_t first = 0; first < terms.size(); first += longest) {
        std::string link;
        for (std::size_t i = first; i < std::min(first + longest, terms.size()); ++i)
            link.append(i == first ? "" : separator).append(terms[i]);
        if (terms.size() <= longest) return link;
        links.push_back(in_parentheses(link));
    }
    return chain(links, separator);
}

class Conditions {
  public:
    Conditions(Frame& frame, Use use) : frame_(frame), use_(use) {}

    std::string compile(const soql::Condition& condition) {
        return std::visit([this](const auto& node) { return visit(node); }, condition.node);
    }

  private:
    std::string visit(const soql::Junction& junction) {
        if (!junction.all) ++depth_of_choice_;
        std::vector<std::string> terms;
        for (const soql::Condition& term : junction.terms) {
            const bool encloses = std::holds_alternative<soql::Junction>(term.node);
            terms.push_back(encloses ? in_parentheses(compile(term)) : compile(term));
        }
        if (!junction.all) --depth_of_choice_;
        return chain(terms, junction.all ? " AND " : " OR ");
    }

    std::string visit(const soql::Negation& negation) {
        ++depth_of_choice_;
        std::string sql = opposite(compile(*negation.term));
        --depth_of_choice_;
        return sql;
    }

    std::string visit(const soql::Comparison& comparison) {
        const Expression left = org::compile(frame_, comparison.left, use_);
        if (comparison.comparator == Comparator::like) return like(left, comparison);
        if (const auto* money = std::get_if<soql::Money>(&comparison.right.literal); money != nullptr) {
            const std::string sql = compare_amounts(left, comparison.comparator, *money, comparison.right.offset);
            return comparison.comparator == Comparator::not_equal ? opposite(sql) : sql;
        }
        const StoredLiteral right = literal(left, comparison.left, comparison.right);
        if (const auto* range = std::get_if<StoredRange>(&right)) return compare(left, comparison.comparator, *range);
        const auto& value = std::get<Value>(right);
        if (is_null(value)) return compare_with_null(left, comparison);

        const bool is_order = comparison.comparator > Comparator::not_equal;
        if (is_order && left.type == FieldType::boolean) invalid_operator(comparison);
        const std::string sql = left.sql + left.collation + signs[static_cast<std::size_t>(comparison.comparator)] +
                                frame_.draft.bind(value);
        return comparison.comparator == Comparator::not_equal ? opposite(sql) : sql;
    }

    // Amounts of any currencies, by what they are worth.
    std::string compare_amounts(const Expression& left, Comparator comparator, const soql::Money& money,
                                std::size_t offset) {
        const std::string right = in_corporate_currency(frame_, left, money, offset);
        return in_corporate_currency(frame_, left) + signs[static_cast<std::size_t>(comparator)] + right;
    }

    std::string compare_with_null(const Expression& left, const soql::Comparison& comparison) {
        if (comparison.comparator == Comparator::equal) return left.sql + " IS NULL";
        if (comparison.comparator == Comparator::not_equal) return left.sql + " IS NOT NULL";
        invalid_operator(comparison);
        return "0";
    }

    std::string within(const Expression& left, const StoredRange& range) {
        return left.sql + " >= " + frame_.draft.bind(range.first) + " AND " + left.sql + " < " +
               frame_.draft.bind(range.end);
    }

    std::string compare(const Expression& left, Comparator comparator, const StoredRange& range) {
        switch (comparator) {
            case Comparator::less:
                return left.sql + " < " + frame_.draft.bind(range.first);
            case Comparator::less_or_equal:
                return left.sql + " < " + frame_.draft.bind(range.end);
            case Comparator::greater:
                return left.sql + " >= " + frame_.draft.bind(range.end);
            case Comparator::greater_or_equal:
                return left.sql + " >= " + frame_.draft.bind(range.first);
            case Comparator::not_equal:
                return opposite(within(left, range));
            default:
                return within(left, range);
        }
    }

    std::string like(const Expression& left, const soql::Comparison& comparison) {
        const bool is_text = soap_type(left.type) == "string" && left.type != FieldType::multipicklist;
        if (!is_text) invalid_operator(comparison);
        const auto* pattern = std::get_if<soql::Pattern>(&comparison.right.literal);
        if (pattern == nullptr) return "0";
        check_length(frame_.compilation, pattern->text, comparison.right.offset);
        const bool folded = left.field == nullptr || !left.field->case_sensitive;
        return (folded ? "soql_like_folded(" : "soql_like(") + left.sql + ", " +
               frame_.draft.bind(folded ? fold(pattern->text) : pattern->text) + ")";
    }

    std::string visit(const soql::Membership& membership) {
        const Expression left = org::compile(frame_, membership.left, use_);
        std::string sql;
        if (const auto* query = std::get_if<std::unique_ptr<soql::Query>>(&membership.right)) {
            sql = left.sql + " IN (" + semi_join(left, membership, **query) + ")";
        } else {
            sql = one_of(left, membership);
        }
        return membership.negated ? opposite(sql) : sql;
    }

    std::string one_of(const Expression& left, const soql::Membership& membership) {
        std::vector<Value> values;
        std::vector<std::string> terms;
        for (const soql::Value& value : std::get<std::vector<soql::Value>>(membership.right)) {
            if (const auto* money = std::get_if<soql::Money>(&value.literal)) {
                terms.push_back(compare_amounts(left, Comparator::equal, *money, value.offset));
                continue;
            }
            StoredLiteral stored = literal(left, membership.left, value);
            if (const auto* range = std::get_if<StoredRange>(&stored)) {
                terms.push_back(in_parentheses(within(left, *range)));
                continue;
            }
            auto& plain = std::get<Value>(stored);
            const auto* text = std::get_if<std::string>(&plain);
            if (is_null(plain))
                terms.push_back(left.sql + " IS NULL");
            else if (text != nullptr && text->find('\0') != std::string::npos)  // where SQLite's JSON would end it
                terms.push_back(left.sql + left.collation + " = " + frame_.draft.bind(plain));
            else
                values.push_back(std::move(plain));
        }
        terms.push_back(left.sql + left.collation + " IN (SELECT value FROM json_each(" +
                        frame_.draft.bind(json_list(values)) + "))");
        return in_parentheses(chain(terms, " OR "));
    }

    std::string visit(const soql::Inclusion& inclusion) {
        const Expression left = org::compile(frame_, inclusion.left, use_);
        if (left.type != FieldType::multipicklist) {
            frame_.compilation.refuse(offset_of(inclusion.left), "INVALID_FIELD",
                                      "invalid operator on field '" + soql::format(inclusion.left) +
                                          "': INCLUDES and EXCLUDES are for multi-select picklists");
        }
        std::vector<std::string> terms;
        for (const soql::Value& selection : inclusion.selections) {
            const auto* text = std::get_if<soql::Text>(&selection.literal);
            if (text == nullptr) continue;
            check_length(frame_.compilation, text->text, selection.offset);
            terms.push_back("soql_includes(" + left.sql + ", " + frame_.draft.bind(text->text) + ")");
        }
        const std::string sql = terms.empty() ? "0" : in_parentheses(chain(terms, " OR "));
        return inclusion.negated ? opposite(sql) : sql;
    }

    StoredLiteral literal(const Expression& left, const soql::Operand& shown, const soql::Value& value) {
        const std::string name = left.field != nullptr ? left.field->name : soql::format(shown);
        return stored_literal(frame_.compilation, left, name, value);
    }

    void invalid_operator(const soql::Comparison& comparison) {
        frame_.compilation.refuse(offset_of(comparison.left), "INVALID_QUERY_FILTER_OPERATOR",
                                  "invalid operator on field '" + soql::format(comparison.left) + "'");
    }

    // -- WHERE Id IN (SELECT AccountId FROM Contact)
    std::string semi_join(const Expression& left, const soql::Membership& membership, const soql::Query& query) {
        Compilation& compilation = frame_.compilation;
        const auto refuse = [&](const char* sentence) {
            compilation.refuse(query.offset, "MALFORMED_QUERY", sentence);
            return std::string("NULL");
        };
        if (in_semi_join_) return refuse("Nesting of semi join sub-selects is not supported");
        if (depth_of_choice_ > 0)
            return refuse(
                "Semi join sub-selects are only allowed at the top level of a WHERE expression "
                "and not in nested WHERE expressions.");
        if (++semi_joins_ > most_semi_joins) return refuse("The maximum number of semi join sub-selects is 2");
        if (left.type != FieldType::id && left.type != FieldType::reference)
            return refuse("The left operand field of a semi join must be an ID or a reference field");
        if (!query.order_by.empty() || query.limit || query.skip || query.group_by || query.scope || query.with ||
            query.from.size() != 1 || query.from.front().name.names.size() != 1)
            return refuse("A semi join sub-select has one field, one object and a WHERE expression");
        const auto* selected =
            query.select.size() == 1 ? std::get_if<soql::SelectedOperand>(&query.select.front()) : nullptr;
        const auto* path = selected == nullptr ? nullptr : std::get_if<soql::Path>(&selected->operand);
        if (path == nullptr) return refuse("A semi join sub-select selects exactly one field");

        const soql::Source& source = query.from.front();
        const Object* object = compilation.object(source.name.names.front());
        if (object == nullptr) {
            compilation.no_such_object(source.name.offset, source.name.names.front());
            return "NULL";
        }
        if (object == &frame_.joins.object())
            return refuse("The inner and outer selects should not be on the same object type");

        Joins joins(compilation, frame_.draft, *object, source);
        if (path->names.size() - joins.qualifiers(*path) != 1)
            return refuse("The inner select of a semi join cannot go through a relationship");
        Frame inner{compilation, frame_.draft, joins, nullptr};
        const Expression field = org::compile(inner, selected->operand, Use::filter);
        if (!points_at_the_same(left, frame_.joins.object(), membership.left, field, *object))
            return refuse(
                "The selected field of a semi join must refer to the object of the field it is compared with");

        std::string where = visible_rows(compilation, frame_.draft, joins);
        if (query.where) {
            Conditions conditions(inner, Use::filter);
            conditions.in_semi_join_ = true;
            where += " AND (" + conditions.compile(*query.where) + ")";
        }
        return "SELECT " + field.sql + " FROM " + joins.sql() + " WHERE " + where + " AND " + field.sql +
               " IS NOT NULL";
    }

    // The objects whose Ids both sides can hold.
    bool points_at_the_same(const Expression& left, const Object& outer, const soql::Operand& shown,
                            const Expression& right, const Object& inner) {
        const auto targets = [&](const Expression& id, const Object& owner) {
            if (id.type == FieldType::reference || id.field->polymorphic()) return id.field->reference_to;
            return std::vector<std::string>{owner.name};
        };
        if (left.field == nullptr || right.field == nullptr) return false;
        if (right.type != FieldType::id && right.type != FieldType::reference) return false;
        // The Id at the end of a parent path belongs to that parent; which one, the path's reference says.
        const auto& path = std::get<soql::Path>(shown);
        if (left.type == FieldType::id && path.names.size() - frame_.joins.qualifiers(path) > 1) return true;
        const std::vector<std::string> ours = targets(left, outer);
        const std::vector<std::string> theirs = targets(right, inner);
        return std::find_first_of(ours.begin(), ours.end(), theirs.begin(), theirs.end()) != ours.end();
    }

    Frame& frame_;
    Use use_;
    int depth_of_choice_ = 0;  // ORs and NOTs around
    std::size_t semi_joins_ = 0;
    bool in_semi_join_ = false;
};

}  // namespace

std::string compile(Frame& frame, const soql::Condition& condition, Use use) {
    return Conditions(frame, use).compile(condition);
}

}  // namespace alysio::sandbox::org
