#include "sandbox_host/org/records/record.hpp"

namespace alysio::sandbox::org {
namespace {

const Value null;

std::string column_list(const Object& object) {
    std::string columns;
    for (const Field& field : object.fields) {
        if (!field.stored()) continue;
        if (!columns.empty()) columns += ", ";
        columns += sql_name(field.name);
    }
    return columns;
}

std::string marks(const Object& object) {
    std::string text;
    for (const Field& field : object.fields) {
        if (field.stored()) text += text.empty() ? "?" : ", ?";
    }
    return text;
}

}  // namespace

const Value& Record::get(std::string_view name) const {
    const Field* field = object_->find(name);
    return field == nullptr ? null : (*this)[*field];
}

std::string_view Record::text(std::string_view name) const {
    const auto* text = std::get_if<std::string>(&get(name));
    return text == nullptr ? std::string_view() : *text;
}

bool Record::is_true(std::string_view name) const {
    return get(name) == Value{std::int64_t{1}};
}

void Record::set(std::string_view name, Value value) {
    if (const Field* field = object_->find(name)) (*this)[*field] = std::move(value);
}

std::optional<Record> load(Database& database, const Object& object, std::string_view id) {
    Statement select =
        database.prepare("SELECT " + column_list(object) + " FROM " + sql_name(object.table) + " WHERE \"Id\" = ?");
    if (!select.bind(1, id).step()) return std::nullopt;
    Record record(object);
    int column = 0;
    for (const Field& field : object.fields) {
        if (field.stored()) record[field] = select.value(column++);
    }
    return record;
}

std::vector<std::string> find_ids(Database& database, const Object& object, const Field& field, const Value& value) {
    std::string sql = "SELECT \"Id\" FROM " + sql_name(object.table) + " WHERE " + sql_name(field.name) + " = ?";
    if (object.find("IsDeleted") != nullptr) sql += " AND \"IsDeleted\" = 0";
    Statement select = database.prepare(sql + " LIMIT 2");
    std::vector<std::string> ids;
    for (select.bind(1, value); select.step();) ids.emplace_back(select.text(0));
    return ids;
}

void insert(Database& database, const Record& record) {
    Inserter(database, record.object()).insert(record);
}

Inserter::Inserter(Database& database, const Object& object)
    : statement_(database.prepare("INSERT INTO " + sql_name(object.table) + " (" + column_list(object) + ") VALUES (" +
                                  marks(object) + ")")) {}

void Inserter::insert(const Record& record) {
    statement_.reset();
    int parameter = 0;
    for (const Field& field : record.object().fields) {
        if (field.stored()) statement_.bind(++parameter, record[field]);
    }
    statement_.step();
}

void update(Database& database, const Record& before, const Record& after) {
    std::string assignments;
    std::vector<const Field*> changed;
    for (const Field& field : after.object().fields) {
        if (!field.stored() || before[field] == after[field]) continue;
        if (!assignments.empty()) assignments += ", ";
        assignments += sql_name(field.name) + " = ?";
        changed.push_back(&field);
    }
    if (changed.empty()) return;
    Statement statement =
        database.prepare("UPDATE " + sql_name(after.object().table) + " SET " + assignments + " WHERE \"Id\" = ?");
    int parameter = 0;
    for (const Field* field : changed) statement.bind(++parameter, after[*field]);
    statement.bind(++parameter, before.get("Id")).step();
}

}  // namespace alysio::sandbox::org
