#include "sandbox_host/org/query/rows.hpp"

#include "sandbox_host/org/query/compilation.hpp"
#include "sandbox_host/org/query/literals.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::org {
namespace {

void append_scalar(std::string& json, const Scalar& scalar, Statement& row) {
    if (row.is_null(scalar.column)) {
        json += "null";
        return;
    }
    switch (storage(scalar.type)) {
        case Storage::text:
            append_string(json, row.text(scalar.column));
            break;
        case Storage::real:
            append_double(json, row.real(scalar.column));
            break;
        default:
            if (scalar.type == FieldType::boolean)
                json += row.integer(scalar.column) != 0 ? "true" : "false";
            else
                json += std::to_string(row.integer(scalar.column));
    }
}

void append_head(std::string& head, std::size_t total, const std::string& next) {
    head += R"({"totalSize":)" + std::to_string(total) + R"(,"done":)";
    head += next.empty() ? "true" : R"(false,"nextRecordsUrl":")" + next + '"';
    head += R"(,"records":[)";
}

}  // namespace

Rows::Rows(Database& database, Cursors& cursors, const QueryContext& context, std::string_view soql)
    : database_(database), cursors_(cursors), context_(context), soql_(soql) {}

bool Rows::write(const Plan& plan, std::string& json) {
    Statement statement = prepare(plan.sql, plan);
    ChildPath path;
    if (plan.kind == Plan::Kind::Records) {
        statement.step();
        write_result(plan, statement, path, json);
        return true;
    }
    if (plan.kind == Plan::Kind::Count) {
        statement.step();
        append_head(json, static_cast<std::size_t>(statement.integer(0)), {});
        json += "]}";
        return true;
    }
    std::size_t groups = 0;
    std::string records;
    while (statement.step()) {
        if (++groups > most_groups) return false;
        if (groups > 1) records += ',';
        write_object(plan, plan.shape, statement, path, records);
    }
    append_head(json, groups, {});
    json += records + "]}";
    return true;
}

// The statement stands on its first row, or at its end.
void Rows::write_result(const Plan& plan, Statement& statement, ChildPath& path, std::string& json) {
    const std::size_t begin = json.size();
    std::size_t total = 0;
    std::vector<std::string> ids;
    for (bool row = sqlite3_data_count(statement.handle()) > 0; row; row = statement.step()) {
        ids.emplace_back(statement.text(plan.shape.id_column));
        if (++total > context_.batch_size) continue;
        if (total > 1) json += ',';
        write_object(plan, plan.shape, statement, path, json);
    }
    std::string next;
    if (total > context_.batch_size) {
        next = next_url(cursors_.open(
            {context_.user_id, std::string(soql_), path, std::move(ids), context_.batch_size, context_.deleted_too},
            context_.batch_size, context_.now));
    }
    std::string head;
    append_head(head, total, next);
    json.insert(begin, head);
    json += "]}";
}

void Rows::write_page(const Plan& plan, const Cursor& cursor, const std::string& cursor_id, std::size_t offset,
                      std::string& json) {
    const std::size_t end = std::min(offset + cursor.batch_size, cursor.ids.size());
    append_head(json, cursor.ids.size(),
                end < cursor.ids.size() ? next_url(Cursors::locator(cursor_id, end)) : std::string());
    std::vector<Value> ids;
    for (std::size_t i = offset; i < end; ++i) ids.emplace_back(cursor.ids[i]);
    Statement statement = prepare(plan.page_sql, plan);
    statement.bind(SqlDraft::run_time_parameter, std::string_view(json_list(ids)));
    ChildPath path = cursor.child;
    for (bool first = true; statement.step(); first = false) {
        if (!first) json += ',';
        write_object(plan, plan.shape, statement, path, json);
    }
    json += "]}";
}

void Rows::write_children(const Plan& plan, std::size_t child, std::string_view parent, ChildPath& path,
                          std::string& json) {
    const Plan& nested = *plan.children[child];
    auto prepared = child_statements_.find(&nested);
    if (prepared == child_statements_.end())
        prepared = child_statements_.emplace(&nested, prepare(nested.sql, nested)).first;
    Statement& statement = prepared->second;
    statement.reset();
    statement.bind(SqlDraft::run_time_parameter, parent);
    if (!statement.step()) {
        json += "null";
        return;
    }
    path.push_back(child);
    write_result(nested, statement, path, json);
    path.pop_back();
}

void Rows::write_object(const Plan& plan, const Shape& shape, Statement& row, ChildPath& path, std::string& json) {
    json += '{';
    write_attributes(shape, row, json);
    const std::vector<Member>* members = &shape.members;
    if (!shape.branches.empty()) {
        const std::string_view object = row.text(shape.object_column);
        const auto branch = std::find_if(shape.branches.begin(), shape.branches.end(),
                                         [&](const auto& candidate) { return candidate.first == object; });
        if (branch != shape.branches.end()) members = &branch->second;
    }
    write_members(plan, *members, row, path, json);
    json += '}';
}

void Rows::write_members(const Plan& plan, const std::vector<Member>& members, Statement& row, ChildPath& path,
                         std::string& json) {
    for (const Member& member : members) {
        json.append(",\"").append(member.key).append("\":");
        if (const auto* scalar = std::get_if<Scalar>(&member.content)) {
            append_scalar(json, *scalar, row);
        } else if (const auto* compound = std::get_if<Compound>(&member.content)) {
            write_compound(*compound, row, json);
        } else if (const auto* children = std::get_if<Children>(&member.content)) {
            write_children(plan, children->child, row.text(plan.shape.id_column), path, json);
        } else {
            const Shape& parent = *std::get<std::unique_ptr<Shape>>(member.content);
            if (row.is_null(parent.id_column))
                json += "null";
            else
                write_object(plan, parent, row, path, json);
        }
    }
}

void Rows::write_attributes(const Shape& shape, Statement& row, std::string& json) {
    const std::string_view object = shape.object_column == Shape::none ? shape.type : row.text(shape.object_column);
    json.append(R"("attributes":{"type":")").append(shape.type.empty() ? object : shape.type).append("\"");
    if (shape.id_column != Shape::none) {
        json.append(R"(,"url":"/services/data/v)").append(context_.api_version).append("/sobjects/").append(object);
        json.append("/").append(row.text(shape.id_column)).append("\"");
    }
    json += '}';
}

void Rows::write_compound(const Compound& compound, Statement& row, std::string& json) {
    const bool none = std::all_of(compound.parts.begin(), compound.parts.end(),
                                  [&](const Compound::Part& part) { return row.is_null(part.value.column); });
    if (none) {
        json += "null";
        return;
    }
    char separator = '{';
    for (const Compound::Part& part : compound.parts) {
        json += separator;
        json.append("\"").append(part.key).append("\":");
        append_scalar(json, part.value, row);
        separator = ',';
    }
    json += '}';
}

Statement Rows::prepare(const std::string& sql, const Plan& plan) {
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
