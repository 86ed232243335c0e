#include "sandbox_host/org/query/joins.hpp"

#include "sandbox_host/org/store/collation.hpp"
#include "sandbox_host/org/store/database.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>

namespace alysio::sandbox::org {
namespace {

constexpr std::size_t most_parents = 55;

// What can be asked of a record without knowing its object.
constexpr std::array<std::string_view, 13> fields_of_any_object = {
    "Alias", "Email", "FirstName", "Id",       "IsActive",   "LastName", "Name",
    "Phone", "Title", "Type",      "Username", "UserRoleId", "ProfileId"};

}  // namespace

Joins::Joins(Compilation& compilation, SqlDraft& draft, const Object& object, const soql::Source& source)
    : compilation_(compilation), draft_(draft), source_(source), tables_{{&object, draft.new_table()}} {}

std::size_t Joins::qualifiers(const soql::Path& path) const {
    if (path.names.size() < 2) return 0;
    const std::string& first = path.names.front();
    return base::equal_ignoring_case(first, source_.alias) ||
                   base::equal_ignoring_case(first, source_.name.names.back()) ||
                   base::equal_ignoring_case(first, object().name)
               ? 1
               : 0;
}

std::size_t Joins::join(std::size_t from, const Field& via, const Object& object) {
    const auto joined = std::find_if(tables_.begin() + 1, tables_.end(), [&](const Table& table) {
        return table.from == from && table.via == &via && table.object == &object;
    });
    if (joined != tables_.end()) return static_cast<std::size_t>(joined - tables_.begin());
    if (tables_.size() > most_parents) {
        compilation_.refuse(
            source_.name.offset, "MALFORMED_QUERY",
            "A query can go through at most " + std::to_string(most_parents) + " child-to-parent relationships");
        return 0;
    }
    tables_.push_back({&object, draft_.new_table(), from, &via});
    return tables_.size() - 1;
}

Joins::Place Joins::parent(Place from, std::string_view relationship, std::size_t offset) {
    const Object* object = object_at(from);
    const Field* reference = object == nullptr ? nullptr : object->find_parent(relationship);
    if (reference == nullptr || compilation_.field(*object, reference->name) == nullptr) {
        compilation_.no_such_relationship(offset, relationship);
        return from;
    }
    if (reference->polymorphic()) return {from.table, reference};
    const Object* target = compilation_.object(reference->reference_to.front());
    if (target == nullptr) {
        compilation_.no_such_relationship(offset, relationship);
        return from;
    }
    return {join(from.table, *reference, *target), nullptr};
}

Expression Joins::field(const soql::Path& path) {
    const std::size_t first = qualifiers(path);
    const std::size_t hops = path.names.size() - 1 - first;
    if (hops > most_hops) {
        compilation_.refuse(path.offset, "INVALID_FIELD",
                            "A field path can go through at most " + std::to_string(most_hops) + " relationships");
        return {};
    }
    Place place;
    for (std::size_t i = first; i + 1 < path.names.size(); ++i) place = parent(place, path.names[i], path.offset);
    return field(place, path.names.back(), path.offset);
}

Expression Joins::field(Place place, std::string_view name, std::size_t offset) {
    if (const Object* object = object_at(place)) {
        const Field* field = compilation_.field(*object, name);
        if (field != nullptr) return column(place, *field);
        compilation_.no_such_column(offset, name, object->name);
        return {};
    }
    const std::string collation = std::string(" COLLATE ") + folded_collation;
    if (base::equal_ignoring_case(name, "Id")) return {reference(place), FieldType::id, place.choice, {}};
    if (base::equal_ignoring_case(name, "Type")) return {object_name(place), FieldType::string, nullptr, collation};

    const bool known = std::any_of(fields_of_any_object.begin(), fields_of_any_object.end(),
                                   [&](std::string_view field) { return base::equal_ignoring_case(field, name); });
    Expression either;
    std::string columns;
    std::size_t count = 0;
    for (const std::string& target : place.choice->reference_to) {
        const Object* object = known ? compilation_.object(target) : nullptr;
        if (object == nullptr) continue;
        const Field* field =
            base::equal_ignoring_case(name, "Name") ? object->name_field() : compilation_.field(*object, name);
        if (field == nullptr || !field->stored()) continue;
        const Expression one = column({join(place.table, *place.choice, *object), nullptr}, *field);
        columns += (count++ == 0 ? "" : ", ") + one.sql;
        if (either.field == nullptr) either = one;
    }
    if (count == 0) {
        compilation_.no_such_column(offset, name, "Name");
    } else if (count > 1) {
        either.sql = "COALESCE(" + columns + ")";
        if (storage(either.type) == Storage::text) either.collation = collation;
    }
    return either;
}

Expression Joins::column(Place place, const Field& field) const {
    const Table& table = tables_[place.table];
    Expression expression{table.alias + "." + sql_name(field.name), field.type, &field, {}};
    // A row without a parent counts as one whose parent's checkboxes are not ticked.
    if (field.type == FieldType::boolean && place.table != 0) expression.sql = "COALESCE(" + expression.sql + ", 0)";
    const Field* currency = field.type == FieldType::currency ? table.object->find("CurrencyIsoCode") : nullptr;
    if (currency != nullptr) expression.currency = table.alias + "." + sql_name(currency->name);
    return expression;
}

const Object* Joins::chosen(Place place, std::string_view object, std::size_t offset, Place& as) {
    const auto& targets = place.choice->reference_to;
    const auto offered = std::find_if(targets.begin(), targets.end(), [&](const std::string& target) {
        return base::equal_ignoring_case(target, object);
    });
    const Object* found = offered == targets.end() ? nullptr : compilation_.object(*offered);
    if (found == nullptr) {
        compilation_.no_such_object(offset, object);
        return nullptr;
    }
    as = {join(place.table, *place.choice, *found), nullptr};
    return found;
}

std::string Joins::reference(Place place) const {
    return tables_[place.table].alias + "." + sql_name(place.choice->name);
}

std::string Joins::id(Place place) const {
    return place.choice ? reference(place) : tables_[place.table].alias + ".\"Id\"";
}

std::string Joins::object_name(Place place) {
    std::string sql = "CASE substr(" + reference(place) + ", 1, 3)";
    for (const std::string& target : place.choice->reference_to) {
        const Object* object = compilation_.schema.find(target);
        if (object == nullptr) continue;
        sql += " WHEN " + draft_.constant(object->key_prefix) + " THEN " + draft_.constant(object->name);
    }
    return sql + " END";
}

std::string Joins::sql() const {
    return sql_name(object().table) + " AS " + alias() + parents();
}

std::string Joins::sql_of_page() const {
    return "json_each(?" + std::to_string(SqlDraft::run_time_parameter) + ") AS page CROSS JOIN " +
           sql_name(object().table) + " AS " + alias() + " ON " + row_number() + " = page.value" + parents();
}

std::string Joins::parents() const {
    std::string sql;
    for (std::size_t i = 1; i < tables_.size(); ++i) {
        const Table& table = tables_[i];
        sql += " LEFT JOIN " + sql_name(table.object->table) + " AS " + table.alias + " ON " + table.alias +
               ".\"Id\" = " + tables_[table.from].alias + "." + sql_name(table.via->name);
    }
    return sql;
}

}  // namespace alysio::sandbox::org
