#include "sandbox_host/org/query/query.hpp"

#include "sandbox_host/org/query/calendar.hpp"
#include "sandbox_host/org/query/compiler.hpp"
#include "sandbox_host/org/query/rows.hpp"
#include "sandbox_host/org/query/sources.hpp"
#include "sandbox_host/org/query/sql_functions.hpp"
#include "sandbox_host/soql/parser.hpp"

#include <sqlite3.h>

#include <utility>

namespace alysio::sandbox::org {
namespace {

// ALL ROWS in the query is noted in the context.
base::Result<QueryPlan, QueryError> compiled(const Schema& schema, QueryContext& context, TimeZones& zones,
                                             std::string_view soql) {
    const auto refuse = [&](const soql::Error& error) { return QueryError{error.code, soql::render(error, soql)}; };
    auto parsed = soql::parse(soql);
    if (!parsed) return refuse(parsed.error());

    soql::Query& query = *parsed;
    expand_sources(query);
    context.deleted_too = context.deleted_too || query.all_rows;
    const Calendar calendar{zones.find(context.time_zone), std::chrono::floor<std::chrono::seconds>(context.now),
                            context.fiscal_year_start, context.week_start, context.fiscal_year_named_by_start};
    Compilation compilation{schema, context, calendar, soql};
    QueryPlan plan = compile(compilation, query);
    if (compilation.error) return refuse(*compilation.error);
    return plan;
}

// SQLite has limits of its own, on the depth of expressions and the number of columns, which an absurd query can pass.
bool is_too_complicated(Database& database) {
    const int code = sqlite3_errcode(database.handle());
    return code == SQLITE_ERROR || code == SQLITE_TOOBIG;
}

}  // namespace

Queries::Queries(const Schema& schema, Database& database)
    : schema_(schema), database_(database), zones_(std::make_shared<TimeZones>()) {
    register_functions(database_, zones_);
}

Queries::~Queries() = default;

base::Result<std::string, QueryError> Queries::run(std::string_view soql, const QueryContext& asker) {
    QueryContext context = asker;
    const auto plan = compiled(schema_, context, *zones_, soql);
    if (!plan) return plan.error();
    try {
        std::string json;
        const auto written = Rows(database_, cursors_, context, soql).write(*plan, json);
        if (!written) return written.error();
        return json;
    } catch (const DatabaseError&) {
        if (!is_too_complicated(database_)) throw;
        return QueryError{"QUERY_TOO_COMPLICATED",
                          "Query is either selecting too many fields or the filter conditions are too complicated."};
    }
}

base::Result<std::string, QueryError> Queries::more(std::string_view locator, const QueryContext& asker) {
    const Cursors::Page page = cursors_.find(locator, asker.user_id, asker.session, asker.now);
    if (page.cursor == nullptr) return QueryError{"INVALID_QUERY_LOCATOR", "invalid query locator"};
    const Cursor& cursor = *page.cursor;
    QueryContext context = asker;
    context.batch_size = cursor.batch_size;
    context.deleted_too = cursor.deleted_too;
    const auto plan = compiled(schema_, context, *zones_, cursor.soql);
    if (!plan) return plan.error();
    const QueryPlan* target = &*plan;
    for (const std::size_t child : cursor.child) target = target->children[child].get();
    std::string json;
    Rows(database_, cursors_, context, cursor.soql).write_page(*target, cursor, page.id, page.offset, json);
    return json;
}

}  // namespace alysio::sandbox::org
