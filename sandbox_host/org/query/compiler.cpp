#include "sandbox_host/org/query/compiler.hpp"

#include "sandbox_host/org/query/conditions.hpp"
#include "sandbox_host/org/query/groups.hpp"
#include "sandbox_host/org/query/joins.hpp"
#include "sandbox_host/org/query/operands.hpp"
#include "sandbox_host/org/query/record_fields.hpp"
#include "sandbox_host/org/query/visible_rows.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <limits>

namespace alysio::sandbox::org {
namespace {

constexpr std::int64_t greatest_offset = 2000;
constexpr std::int64_t most_rows_with_offset = 2000;
constexpr std::int64_t most_rows_with_all_fields = 200;
constexpr std::size_t most_orderings = 32;
constexpr std::size_t most_child_queries = 20;

/// How a child's rows are those of a parent: the field that refers to it. Null at the top.
using ChildOf = const ChildRelationship*;

class Compiler {
  public:
    Compiler(Compilation& compilation, const soql::Query& query) : compilation_(compilation), query_(query) {}

    QueryPlan top() {
        refuse_clauses();
        const soql::Source& source = query_.from.front();
        const std::string& name = source.name.names.back();
        const Object* object = source.name.names.size() == 1 ? compilation_.object(name) : nullptr;
        if (object == nullptr) {
            compilation_.no_such_object(source.name.offset, name);
            return {};
        }
        if (!object->queryable) {
            compilation_.refuse(source.name.offset, "INVALID_TYPE_FOR_OPERATION",
                                "entity type " + object->name + " does not support query");
        }
        if (is_count()) return count(*object);
        return is_grouped() ? grouped(*object) : records(*object, nullptr);
    }

    QueryPlan child(const Object& object, const ChildRelationship& relationship) {
        refuse_clauses();
        if (is_count() || is_grouped()) {
            compilation_.refuse(query_.offset, "MALFORMED_QUERY", "only root queries support aggregate expressions");
            return {};
        }
        return records(object, &relationship);
    }

  private:
    void refuse_clauses() {
        // Access modes change nothing: every query runs as its user. FOR VIEW and FOR REFERENCE would touch lists of
        // recent records, FOR UPDATE would lock rows until the end of a transaction that REST does not have.
        if (query_.with && !std::holds_alternative<soql::AccessMode>(query_.with->filter))
            compilation_.unsupported(query_.with->offset, "WITH, but for access modes,");
        if (!query_.updates.empty()) compilation_.unsupported(query_.offset, "UPDATE TRACKING or VIEWSTAT");
        if (!query_.order_by.empty() && locks()) {
            compilation_.refuse(offset_of(query_.order_by.front().operand), "MALFORMED_QUERY",
                                "ORDER BY can not be used with FOR UPDATE");
        }
        if (query_.skip && query_.skip->count > greatest_offset) {
            compilation_.refuse(query_.skip->offset, "NUMBER_OUTSIDE_VALID_RANGE",
                                "Maximum SOQL offset allowed is " + std::to_string(greatest_offset));
        }
        if (query_.order_by.size() > most_orderings) {
            compilation_.refuse(query_.offset, "MALFORMED_QUERY",
                                "ORDER BY takes at most " + std::to_string(most_orderings) + " fields");
        }
    }

    bool locks() const {
        const auto& clauses = query_.for_clauses;
        return std::find(clauses.begin(), clauses.end(), soql::ForClause::update) != clauses.end();
    }

    // SELECT COUNT() FROM X
    bool is_count() const {
        const auto* selected = std::get_if<soql::SelectedOperand>(&query_.select.front());
        const auto* call = selected == nullptr ? nullptr : std::get_if<std::unique_ptr<soql::Call>>(&selected->operand);
        return call != nullptr && (*call)->function == soql::Function::count && (*call)->arguments.empty();
    }

    bool is_grouped() const {
        return query_.group_by ||
               std::any_of(query_.select.begin(), query_.select.end(), [](const soql::SelectItem& item) {
                   const auto* selected = std::get_if<soql::SelectedOperand>(&item);
                   return selected != nullptr && is_aggregate(selected->operand);
               });
    }

    QueryPlan count(const Object& object) {
        QueryPlan plan;
        plan.kind = QueryPlan::Kind::count;
        if (query_.select.size() > 1 || query_.group_by || !query_.order_by.empty()) {
            compilation_.refuse(query_.offset, "MALFORMED_QUERY",
                                "COUNT() must stand alone, without other fields, GROUP BY and ORDER BY");
        }
        SqlDraft draft;
        Joins joins(compilation_, draft, object, query_.from.front());
        Frame frame{compilation_, draft, joins, nullptr};
        const std::string where = rows(frame, nullptr);
        plan.sql = "SELECT COUNT(*) FROM (SELECT 1 FROM " + joins.sql() + where + bounds(draft) + ")";
        plan.parameters = draft.take_values();
        return plan;
    }

    QueryPlan grouped(const Object& object) {
        SqlDraft draft;
        Joins joins(compilation_, draft, object, query_.from.front());
        Frame frame{compilation_, draft, joins, nullptr};
        const std::string where = rows(frame, nullptr);
        QueryPlan plan = compile_groups(frame, query_, where);
        plan.sql += bounds(draft);
        plan.parameters = draft.take_values();
        return plan;
    }

    QueryPlan records(const Object& object, ChildOf relationship) {
        QueryPlan plan;
        SqlDraft draft;
        Joins joins(compilation_, draft, object, query_.from.front());
        Frame frame{compilation_, draft, joins, nullptr};
        Columns columns;
        RecordFields fields(frame, columns, plan.shape);
        for (const soql::SelectItem& item : query_.select) {
            if (const auto* nested = std::get_if<std::unique_ptr<soql::Query>>(&item)) {
                add_child(object, **nested, fields, plan);
            } else if (const auto* selected = std::get_if<soql::SelectedOperand>(&item)) {
                fields.add(*selected);
            } else if (const auto* set = std::get_if<soql::FieldSet>(&item)) {
                check_limit_of(*set);
                fields.add(*set);
            } else {
                fields.add(std::get<soql::TypeOf>(item));
            }
        }
        // Joins of the SELECT list alone; those of filter and order come after.
        plan.page_sql = "SELECT " + columns.sql() + ", page.key FROM " + joins.sql_of_page() + " WHERE " +
                        visible_rows(compilation_, draft, joins);

        if (object.name == "EntityDefinition" || object.name == "FieldDefinition") plan.single_page = object.name;
        const std::string where = rows(frame, relationship);
        std::string order;
        for (const soql::Ordering& ordering : query_.order_by) order += compile(frame, ordering) + ", ";
        // Rows that compare equal keep one order, so that OFFSET neither repeats nor skips any.
        if (!order.empty()) order = " ORDER BY " + order + joins.row_number();
        plan.sql = "SELECT " + joins.row_number() + " FROM " + joins.sql() + where + order + bounds(draft);
        plan.parameters = draft.take_values();
        return plan;
    }

    void add_child(const Object& object, const soql::Query& nested, RecordFields& fields, QueryPlan& plan) {
        const soql::Path& from = nested.from.front().name;
        const ChildRelationship* relationship = object.find_child(from.names.back());
        const Object* child = relationship == nullptr ? nullptr : compilation_.object(relationship->child);
        if (child == nullptr || compilation_.field(*child, relationship->field) == nullptr) {
            compilation_.refuse(
                from.offset, "INVALID_TYPE",
                "Didn't understand relationship '" + from.names.back() +
                    "' in FROM part of query call. If you are attempting to use a custom relationship, be"
                    " sure to append the '__r' after the custom relationship name. Please reference your"
                    " WSDL or the describe call for the appropriate names.");
            return;
        }
        if (++compilation_.child_queries > most_child_queries) {
            compilation_.refuse(nested.offset, "MALFORMED_QUERY",
                                "A query can have at most " + std::to_string(most_child_queries) + " child queries");
            return;
        }
        if (!fields.add_children(relationship->name, plan.children.size(), nested.offset)) return;
        plan.children.push_back(
            std::make_unique<QueryPlan>(Compiler(compilation_, nested).child(*child, *relationship)));
    }

    void check_limit_of(const soql::FieldSet& set) {
        const bool bounded = query_.limit && query_.limit->count <= most_rows_with_all_fields;
        if (set.kind != soql::FieldSet::Kind::standard && !bounded) {
            compilation_.refuse(
                set.offset, "MALFORMED_QUERY",
                "The SOQL FIELDS function must have a LIMIT of at most " + std::to_string(most_rows_with_all_fields));
        }
    }

    // A source after the first names a relationship, which has to exist.
    static void check_sources(const soql::Query& query, Joins& joins) {
        for (std::size_t i = 1; i < query.from.size(); ++i) {
            const soql::Path& path = query.from[i].name;
            Joins::Place place;
            for (const std::string& relationship : path.names) place = joins.parent(place, relationship, path.offset);
        }
    }

    // The WHERE clause, for the children of a parent with what makes them its children.
    std::string rows(Frame& frame, ChildOf relationship) {
        check_sources(query_, frame.joins);
        std::string sql = " WHERE " + visible_rows(compilation_, frame.draft, frame.joins);
        if (relationship != nullptr) {
            const Field* reference = frame.joins.object().find(relationship->field);
            sql += " AND " + frame.joins.column({}, *reference).sql + " = ?" +
                   std::to_string(SqlDraft::run_time_parameter);
        }
        if (query_.scope) sql += " AND " + scope(frame);
        if (query_.where) sql += " AND (" + compile(frame, *query_.where, Use::filter) + ")";
        return sql;
    }

    std::string scope(Frame& frame) {
        const soql::Scope& scope = *query_.scope;
        if (base::equal_ignoring_case(scope.name, "everything")) return "1";
        const Field* owner = compilation_.field(frame.joins.object(), "OwnerId");
        if (!base::equal_ignoring_case(scope.name, "mine") || owner == nullptr) {
            compilation_.refuse(
                scope.offset, "INVALID_QUERY_SCOPE",
                "The scope '" + scope.name + "' is not one of the supportedScopes of " + frame.joins.object().name);
            return "0";
        }
        return frame.joins.column({}, *owner).sql + " = " + frame.draft.bind(compilation_.asker.user_id);
    }

    std::string bounds(SqlDraft& draft) {
        std::string sql;
        // With OFFSET, also OFFSET 0, a result ends with its first page.
        const std::int64_t most = query_.skip ? most_rows_with_offset : std::numeric_limits<std::int64_t>::max();
        if (query_.limit || query_.skip)
            sql += " LIMIT " + draft.bind(query_.limit ? std::min(query_.limit->count, most) : most);
        if (query_.skip) sql += " OFFSET " + draft.bind(query_.skip->count);
        return sql;
    }

    Compilation& compilation_;
    const soql::Query& query_;
};

}  // namespace

QueryPlan compile(Compilation& compilation, const soql::Query& query) {
    return Compiler(compilation, query).top();
}

}  // namespace alysio::sandbox::org
