#include "sandbox_host/org/query/rows.hpp"

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/org/query/page_shrink.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <alysio/base/encoding.hpp>

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::org {
namespace {

void append_scalar(std::string& json, const Scalar& scalar, const Statement& row) {
    const Storage stored = storage(scalar.type);
    if (stored == Storage::text) {
        const std::string_view text = row.text(scalar.column);
        if (text.data() != nullptr) return base::append_json_quoted(text, json);
        json += "null";
    } else if (row.is_null(scalar.column)) {
        json += "null";
    } else if (stored == Storage::real) {
        append_double(json, row.real(scalar.column));
    } else if (scalar.type == FieldType::boolean) {
        json += row.integer(scalar.column) != 0 ? "true" : "false";
    } else {
        json += std::to_string(row.integer(scalar.column));
    }
}

void append_compound(std::string& json, const Compound& compound, const Statement& row) {
    const bool none = std::all_of(compound.parts.begin(), compound.parts.end(),
                                  [&](const Compound::Part& part) { return row.is_null(part.value.column); });
    if (none) {
        json += "null";
        return;
    }
    char separator = '{';
    for (const Compound::Part& part : compound.parts) {
        json += separator;
        json.append(1, '"').append(part.key).append("\":");
        append_scalar(json, part.value, row);
        separator = ',';
    }
    json += '}';
}

void append_attributes(std::string& json, const Shape& shape, const Statement& row) {
    const bool any_object = shape.object_column != Shape::none;
    const std::string_view object = any_object ? row.text(shape.object_column) : shape.type;
    json.append(R"("attributes":{"type":")").append(shape.type.empty() ? object : shape.type);
    if (shape.id_column != Shape::none) {
        json.append(R"(","url":")").append(shape.url);
        if (any_object) json.append(object).append("/");
        json.append(row.text(shape.id_column));
    }
    json += "\"}";
}

std::string head(std::size_t total, const std::string& next) {
    std::string head = R"({"totalSize":)" + std::to_string(total) + R"(,"done":)";
    head += next.empty() ? "true" : R"(false,"nextRecordsUrl":")" + next + '"';
    return head += R"(,"records":[)";
}

std::string json_list(const std::vector<std::int64_t>& numbers, std::size_t first, std::size_t end) {
    std::string json = "[";
    for (std::size_t i = first; i < end; ++i) json.append(i == first ? "" : ",").append(std::to_string(numbers[i]));
    return json + "]";
}

QueryError one_page_exceeded(const std::string& what) {
    return {"EXCEEDED_ID_LIMIT",
            what + " does not support queryMore(), use LIMIT to restrict the results to a single batch"};
}

}  // namespace

Rows::Rows(Database& database, Cursors& cursors, const QueryContext& context, std::string_view soql)
    : database_(database), cursors_(cursors), context_(context), soql_(soql) {}

base::Result<void, QueryError> Rows::write(const QueryPlan& plan, std::string& json) {
    if (plan.kind == QueryPlan::Kind::groups) {
        if (!write_groups(plan, json)) return one_page_exceeded("Aggregate query");
    } else if (plan.kind == QueryPlan::Kind::count) {
        write_count(plan, json);
    } else {
        RowNumbers rows = find(statements(plan).find);
        if (!plan.single_page.empty() && rows.size() > context_.batch_size) return one_page_exceeded(plan.single_page);
        write_found(plan, std::move(rows), json);
    }
    return {};
}

void Rows::write_count(const QueryPlan& plan, std::string& json) {
    Statement statement = prepare(plan.sql, plan);
    statement.step();
    json += head(static_cast<std::size_t>(statement.integer(0)), {}) + "]}";
}

bool Rows::write_groups(const QueryPlan& plan, std::string& json) {
    Statement statement = prepare(plan.sql, plan);
    std::size_t groups = 0;
    std::string records;
    while (statement.step()) {
        if (++groups > most_groups) return false;
        if (groups > 1) records += ',';
        write_object(plan, plan.shape, statement, records);
    }
    json += head(groups, {}) + records + "]}";
    return true;
}

void Rows::write_found(const QueryPlan& plan, RowNumbers rows, std::string& json) {
    const std::size_t begin = json.size();
    const std::size_t total = rows.size();
    const std::size_t end = write_rows(plan, rows, 0, json);
    std::string next;
    if (end < total) {
        next = next_url(cursors_.open({context_.user_id, context_.session, std::string(soql_), path_, std::move(rows),
                                       context_.batch_size, context_.deleted_too},
                                      end, context_.now));
    }
    json.insert(begin, head(total, next));
}

void Rows::write_page(const QueryPlan& plan, const Cursor& cursor, const std::string& cursor_id, std::size_t offset,
                      std::string& json) {
    path_ = cursor.child;
    const std::size_t begin = json.size();
    const std::size_t end = write_rows(plan, cursor.rows, offset, json);
    const bool done = end == cursor.rows.size();
    json.insert(begin, head(cursor.rows.size(), done ? "" : next_url(Cursors::locator(cursor_id, end))));
}

// The page from `offset` on, without its head; returns where the next one starts. The rows of children count too, and
// so do rows that are gone since they were found.
std::size_t Rows::write_rows(const QueryPlan& plan, const RowNumbers& rows, std::size_t offset, std::string& json) {
    const std::size_t size = shrunk(context_.batch_size, context_.page_shrink, offset);
    const std::size_t full = rows_written_ + size;
    std::size_t end = std::min(offset + size, rows.size());
    Statement& statement = statements(plan).read;
    statement.reset();
    statement.bind(SqlDraft::run_time_parameter, std::string_view(json_list(rows, offset, end)));
    const int place = statement.columns() - 1;
    for (bool first = true; statement.step(); first = false) {
        if (!first) json += ',';
        write_object(plan, plan.shape, statement, json);
        if (++rows_written_ < full) continue;
        end = offset + static_cast<std::size_t>(statement.integer(place)) + 1;
        break;
    }
    json += "]}";
    return end;
}

void Rows::write_children(const QueryPlan& plan, std::size_t child, std::string_view parent, std::string& json) {
    const QueryPlan& nested = *plan.children[child];
    Statement& statement = statements(nested).find;
    statement.reset();
    statement.bind(SqlDraft::run_time_parameter, parent);
    RowNumbers rows = find(statement);
    if (rows.empty()) {
        json += "null";
        return;
    }
    path_.push_back(child);
    write_found(nested, std::move(rows), json);
    path_.pop_back();
}

void Rows::write_object(const QueryPlan& plan, const Shape& shape, const Statement& row, std::string& json) {
    json += '{';
    append_attributes(json, shape, row);
    const std::vector<Member>* members = &shape.members;
    if (!shape.branches.empty()) {
        const std::string_view object = row.text(shape.object_column);
        const auto branch = std::find_if(shape.branches.begin(), shape.branches.end(),
                                         [&](const auto& candidate) { return candidate.first == object; });
        if (branch != shape.branches.end()) members = &branch->second;
    }
    write_members(plan, *members, row, json);
    json += '}';
}

void Rows::write_members(const QueryPlan& plan, const std::vector<Member>& members, const Statement& row,
                         std::string& json) {
    for (const Member& member : members) {
        json += member.json;
        if (const auto* scalar = std::get_if<Scalar>(&member.content)) {
            append_scalar(json, *scalar, row);
        } else if (const auto* compound = std::get_if<Compound>(&member.content)) {
            append_compound(json, *compound, row);
        } else if (const auto* children = std::get_if<Children>(&member.content)) {
            write_children(plan, children->child, row.text(plan.shape.id_column), json);
        } else {
            const Shape& parent = *std::get<std::unique_ptr<Shape>>(member.content);
            if (row.is_null(parent.id_column))
                json += "null";
            else
                write_object(plan, parent, row, json);
        }
    }
}

Rows::RowNumbers Rows::find(Statement& statement) {
    RowNumbers rows;
    while (statement.step()) rows.push_back(statement.integer(0));
    return rows;
}

Rows::Statements& Rows::statements(const QueryPlan& plan) {
    const auto known = statements_.find(&plan);
    if (known != statements_.end()) return known->second;
    return statements_.emplace(&plan, Statements{prepare(plan.sql, plan), prepare(plan.page_sql, plan)}).first->second;
}

Statement Rows::prepare(const std::string& sql, const QueryPlan& plan) {
    Statement statement = database_.prepare(sql);
    const int count = sqlite3_bind_parameter_count(statement.handle());
    for (int parameter = SqlDraft::run_time_parameter + 1; parameter <= count; ++parameter) {
        statement.bind(parameter,
                       plan.parameters[static_cast<std::size_t>(parameter - SqlDraft::run_time_parameter - 1)]);
    }
    return statement;
}

std::string Rows::next_url(const std::string& locator) const {
    return "/services/data/v" + context_.api_version + "/query/" + locator;
}

}  // namespace alysio::sandbox::org
