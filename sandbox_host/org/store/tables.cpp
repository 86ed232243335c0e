#include "sandbox_host/org/store/tables.hpp"

#include "sandbox_host/org/schema/schema.hpp"
#include "sandbox_host/org/store/collation.hpp"
#include "sandbox_host/org/store/database.hpp"

#include <alysio/base/text.hpp>

#include <set>

namespace alysio::sandbox::org {
namespace {

bool is_folded(const Field& field) {
    switch (field.type) {
        case FieldType::id:
        case FieldType::reference:
        case FieldType::date:
        case FieldType::datetime:
        case FieldType::time:
            return false;
        default:
            return storage(field.type) == Storage::text && !field.case_sensitive;
    }
}

std::string column(const Field& field) {
    std::string sql = sql_name(field.name);
    if (field.type == FieldType::id) return sql + " TEXT NOT NULL PRIMARY KEY";
    switch (storage(field.type)) {
        case Storage::integer:
            sql += " INTEGER";
            break;
        case Storage::real:
            sql += " REAL";
            break;
        default:
            sql += " TEXT";
            break;
    }
    if (field.type == FieldType::boolean) sql += " NOT NULL DEFAULT 0";
    if (is_folded(field)) sql += std::string(" COLLATE ") + folded_collation;
    return sql;
}

void create_table(Database& database, const Object& object) {
    std::string sql = "CREATE TABLE IF NOT EXISTS " + sql_name(object.table) + " (";
    const char* separator = "";
    for (const Field& field : object.fields) {
        if (!field.stored()) continue;
        sql += separator + column(field);
        separator = ", ";
    }
    database.execute(sql + ")");
}

void add_missing_columns(Database& database, const Object& object) {
    std::set<std::string, base::LessIgnoringCase> present;
    Statement info = database.prepare("SELECT name FROM pragma_table_info(?)");
    for (info.bind(1, std::string_view(object.table)); info.step();) present.emplace(info.text(0));
    for (const Field& field : object.fields) {
        if (!field.stored() || present.count(field.name) != 0) continue;
        database.execute("ALTER TABLE " + sql_name(object.table) + " ADD COLUMN " + column(field));
    }
}

void create_indexes(Database& database, const Object& object) {
    for (const Field& field : object.fields) {
        if (field.type != FieldType::reference && !field.unique && !field.external_id) continue;
        database.execute("CREATE INDEX IF NOT EXISTS " + sql_name(object.table + "." + field.name) + " ON " +
                         sql_name(object.table) + " (" + sql_name(field.name) + ")");
    }
}

}  // namespace

void create_tables(Database& database, const Schema& schema) {
    Transaction transaction(database);
    for (const Object& object : schema.objects()) {
        create_table(database, object);
        add_missing_columns(database, object);
        create_indexes(database, object);
    }
    transaction.commit();
}

}  // namespace alysio::sandbox::org
