#include "sandbox_host/org/query/groups.hpp"

#include "sandbox_host/org/query/conditions.hpp"
#include "sandbox_host/org/query/record_fields.hpp"
#include "sandbox_host/org/store/collation.hpp"
#include "sandbox_host/soql/format.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

constexpr std::size_t most_keys_with_subtotals = 3;

std::vector<Group> keys_of(Frame& frame, const soql::Query& query) {
    std::vector<Group> keys;
    if (!query.group_by) return keys;
    for (const soql::Operand& key : query.group_by->keys) keys.push_back({compile(frame, key, Use::group), false});
    return keys;
}

// Which keys are rolled up, one set per SELECT: bit i is key i.
std::vector<unsigned> subtotals(const soql::Query& query) {
    if (!query.group_by || query.group_by->kind == soql::Grouping::Kind::plain) return {0};
    const auto keys = static_cast<unsigned>(query.group_by->keys.size());
    const unsigned all = (1U << keys) - 1;
    std::vector<unsigned> sets;
    for (unsigned set = 0; set <= all; ++set) {
        // ROLLUP rolls up from the last key on: none, the last, the last two, ...
        const unsigned kept = all & ~set;
        if (query.group_by->kind == soql::Grouping::Kind::cube || (kept & (kept + 1)) == 0) sets.push_back(set);
    }
    return sets;
}

// GROUP BY; without any key that is not rolled up everything is one group.
std::string group_by(const std::vector<Group>& keys) {
    std::string sql;
    for (const Group& key : keys)
        if (!key.rolled_up) sql += (sql.empty() ? " GROUP BY " : ", ") + key.expression.sql + key.expression.collation;
    return sql;
}

class Groups {
  public:
    Groups(Frame& frame, const soql::Query& query, const std::string& where)
        : frame_(frame), query_(query), where_(where) {}

    QueryPlan compile() {
        plan_.kind = QueryPlan::Kind::groups;
        plan_.shape.type = "AggregateResult";
        keys_ = keys_of(frame_, query_);
        frame_.groups = &keys_;
        const std::vector<unsigned> sets = subtotals(query_);
        if (sets.size() > 1 && keys_.size() > most_keys_with_subtotals) {
            frame_.compilation.refuse(
                query_.group_by->offset, "MALFORMED_QUERY",
                "ROLLUP and CUBE take at most " + std::to_string(most_keys_with_subtotals) + " fields");
            return std::move(plan_);
        }
        if (sets.size() == 1) {
            const std::string ordering = order();  // first: what it joins belongs in FROM
            plan_.sql = select({}) + ordering;
        } else {
            with_subtotals(sets);
        }
        frame_.groups = nullptr;
        return std::move(plan_);
    }

  private:
    // Rows of all sets are sorted together, by columns of their own behind the selected ones.
    void with_subtotals(const std::vector<unsigned>& sets) {
        for (const unsigned set : sets) {
            for (std::size_t i = 0; i < keys_.size(); ++i) keys_[i].rolled_up = (set >> i & 1U) != 0;
            std::vector<std::string> sort_columns;
            for (const soql::Ordering& ordering : query_.order_by)
                sort_columns.push_back(org::compile(frame_, ordering.operand, Use::order).sql);
            plan_.sql += (plan_.sql.empty() ? "SELECT * FROM (" : " UNION ALL ") + select(sort_columns);
        }
        plan_.sql += ")";
        const char* separator = " ORDER BY ";
        for (std::size_t i = 0; i < query_.order_by.size(); ++i) {
            const soql::Ordering& ordering = query_.order_by[i];
            plan_.sql += separator + sort_name(i) + " COLLATE " + folded_collation +
                         (ordering.descending ? " DESC" : " ASC") +
                         (ordering.nulls_last ? " NULLS LAST" : " NULLS FIRST");
            separator = ", ";
        }
    }

    static std::string sort_name(std::size_t number) { return "sort" + std::to_string(number); }

    std::string order() {
        std::string sql;
        for (const soql::Ordering& ordering : query_.order_by)
            sql += (sql.empty() ? " ORDER BY " : ", ") + org::compile(frame_, ordering);
        return sql;
    }

    std::string select(const std::vector<std::string>& sort_columns) {
        Columns columns;
        plan_.shape.members.clear();
        unnamed_ = 0;
        for (const soql::SelectItem& item : query_.select) {
            if (const auto* selected = std::get_if<soql::SelectedOperand>(&item))
                add(*selected, columns);
            else
                frame_.compilation.refuse(query_.offset, "MALFORMED_QUERY",
                                          "A query with aggregates selects fields and functions only");
        }
        for (std::size_t i = 0; i < sort_columns.size(); ++i) columns.add(sort_columns[i] + " AS " + sort_name(i));
        std::string sql = "SELECT " + columns.sql() + " FROM ";
        std::string having;
        if (query_.having) having = " HAVING " + org::compile(frame_, *query_.having, Use::having);
        sql += frame_.joins.sql() + where_ + group_by(keys_);
        // Everything as one group: SQLite wants a key before HAVING.
        if (!having.empty() && group_by(keys_).empty()) sql += " GROUP BY NULL";
        return sql + having;
    }

    void add(const soql::SelectedOperand& selected, Columns& columns) {
        const Expression expression = org::compile(frame_, selected.operand, Use::select);
        std::string key = selected.alias;
        if (key.empty()) {
            const bool is_field = std::holds_alternative<soql::Path>(selected.operand);
            if (!is_field)
                key = "expr" + std::to_string(unnamed_++);
            else
                key = expression.field != nullptr ? expression.field->name
                                                  : std::get<soql::Path>(selected.operand).names.back();
        }
        auto& members = plan_.shape.members;
        if (std::any_of(members.begin(), members.end(),
                        [&](const Member& member) { return base::equal_ignoring_case(member.key, key); })) {
            frame_.compilation.refuse(offset_of(selected.operand), "MALFORMED_QUERY", "duplicate alias: " + key);
        }
        members.push_back({key, Scalar{columns.add(expression.sql), expression.type}});
    }

    Frame& frame_;
    const soql::Query& query_;
    const std::string& where_;
    QueryPlan plan_;
    std::vector<Group> keys_;
    std::size_t unnamed_ = 0;
};

}  // namespace

QueryPlan compile_groups(Frame& frame, const soql::Query& query, const std::string& where) {
    return Groups(frame, query, where).compile();
}

}  // namespace alysio::sandbox::org
