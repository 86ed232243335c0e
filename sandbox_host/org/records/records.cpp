#include "sandbox_host/org/records/records.hpp"

#include "sandbox_host/org/ids/ids.hpp"
#include "sandbox_host/org/records/checks.hpp"
#include "sandbox_host/org/records/input.hpp"
#include "sandbox_host/org/records/rules.hpp"
#include "sandbox_host/org/wire/json_text.hpp"

#include <algorithm>
#include <iterator>

namespace alysio::sandbox::org {
namespace {

ApiError no_such_record() {
    return {404, "NOT_FOUND", "The requested resource does not exist"};
}

ApiError deleted() {
    return {404, "ENTITY_IS_DELETED", "entity is deleted", std::vector<std::string>{}};
}

ApiError no_access() {
    return {400, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id",
            std::vector<std::string>{}};
}

ApiError not_insertable(const Object& object) {
    return {400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: " + object.label,
            std::vector<std::string>{}};
}

void append(ApiErrors& to, ApiErrors errors) {
    std::move(errors.begin(), errors.end(), std::back_inserter(to));
}

// "PRJ-{0000}" and 17 make PRJ-0017.
std::string auto_number(const std::string& format, std::uint64_t number) {
    const auto open = format.find('{');
    const auto close = format.find('}', open == std::string::npos ? 0 : open);
    std::string digits = std::to_string(number);
    if (open == std::string::npos || close == std::string::npos) return format + digits;
    const std::size_t width = close - open - 1;
    if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
    return format.substr(0, open) + digits + format.substr(close + 1);
}

void append_address(std::string& json, const Record& record, const Field& address) {
    const std::string prefix = address.name.substr(0, address.name.size() - std::string_view("Address").size());
    std::string parts;
    bool any = false;
    for (const char* part :
         {"City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street"}) {
        const Field* field = record.object().find(prefix + part);
        any = any || !is_null(record[*field]);
        parts += parts.empty() ? "{\"" : ",\"";
        parts += static_cast<char>(part[0] - 'A' + 'a');
        parts.append(part + 1).append("\":");
        append_value(parts, *field, record[*field]);
    }
    json += any ? parts + "}" : "null";
}

}  // namespace

ApiResult<const Object*> Records::object(const Actor& actor, std::string_view name) const {
    const Object* object = schema_.find(name);
    if (object == nullptr || !actor.profile->can_read(*object)) return refuse(no_such_record());
    return object;
}

ApiResult<Record> Records::find(const Object& object, std::string_view id) {
    const auto long_id = to_18(id);
    if (!long_id) {
        return refuse(
            {404, "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + std::string(id)});
    }
    auto record = object.retrieveable ? load(database_, object, *long_id) : std::nullopt;
    if (!record) return refuse(no_such_record());
    if (record->is_true("IsDeleted")) return refuse(deleted());
    return *std::move(record);
}

ApiResult<std::string> Records::create(const Actor& actor, const Object& object, std::string_view body) {
    if (!actor.profile->can_create(object)) return refuse(not_insertable(object));
    const auto input = read_input(database_, schema_, object, *actor.profile, Write::create, body);
    if (!input) return input.error();

    Record record(object);
    for (const auto& [field, value] : *input) record[*field] = value;
    apply_defaults(*input, record);
    ApiErrors errors = check_values(database_, schema_, *input, record);
    apply_followers(*input, Write::create, record);
    append(errors, apply_activity_rules(database_, schema_, *input, record));
    append(errors, check_required(Write::create, record));
    if (!errors.empty()) return errors;

    Transaction transaction(database_);
    const std::uint64_t number = ++last_number(object);
    const std::string id = make_id(object.key_prefix, number);
    record.set("Id", id);
    for (const Field& field : object.fields) {
        if (field.auto_number) record[field] = auto_number(field.auto_number_format, number);
    }
    apply_derivations(clock_.now(), record);
    stamp(actor, Write::create, record);
    insert(database_, record);
    transaction.commit();
    return id;
}

ApiResult<void> Records::update(const Actor& actor, const Object& object, std::string_view id, std::string_view body) {
    const auto before = find(object, id);
    if (!before) return before.error();
    if (!actor.profile->can_update(object)) return refuse(no_access());
    const auto input = read_input(database_, schema_, object, *actor.profile, Write::update, body);
    if (!input) return input.error();

    Record record = *before;
    for (const auto& [field, value] : *input) record[*field] = value;
    ApiErrors errors = check_values(database_, schema_, *input, record);
    apply_followers(*input, Write::update, record);
    append(errors, apply_activity_rules(database_, schema_, *input, record));
    append(errors, check_required(Write::update, record));
    if (!errors.empty()) return errors;

    apply_derivations(clock_.now(), record);
    stamp(actor, Write::update, record);
    Transaction transaction(database_);
    org::update(database_, *before, record);
    transaction.commit();
    return {};
}

ApiResult<void> Records::remove(const Actor& actor, const Object& object, std::string_view id) {
    auto record = find(object, id);
    if (!record) return record.error();
    if (!actor.profile->can_delete(object) || object.find("IsDeleted") == nullptr) return refuse(no_access());
    Transaction transaction(database_);
    remove_with_details(actor, *std::move(record));
    transaction.commit();
    return {};
}

void Records::remove_with_details(const Actor& actor, Record record) {
    for (const ChildRelationship& child : record.object().children) {
        if (!child.cascade_delete) continue;
        const Object& detail = *schema_.find(child.child);
        Statement select = database_.prepare("SELECT \"Id\" FROM " + sql_name(detail.table) + " WHERE " +
                                             sql_name(child.field) + " = ? AND \"IsDeleted\" = 0");
        std::vector<std::string> ids;
        for (select.bind(1, record.get("Id")); select.step();) ids.emplace_back(select.text(0));
        for (const std::string& id : ids) remove_with_details(actor, *load(database_, detail, id));
    }
    const Record before = record;
    record.set("IsDeleted", std::int64_t{1});
    stamp(actor, Write::update, record);
    org::update(database_, before, record);
}

ApiResult<std::string> Records::to_json(const Actor& actor, const Record& record, const std::vector<std::string>& names,
                                        std::string_view api_version) const {
    const Object& object = record.object();
    std::vector<const Field*> fields;
    for (const std::string& name : names) {
        const Field* field = object.find(name);
        if (field == nullptr || !actor.profile->can_read(object, *field)) {
            return refuse({400, "INVALID_FIELD", "No such column '" + name + "' on sobject of type " + object.name});
        }
        if (field->type != FieldType::id) fields.push_back(field);
    }
    for (const Field& field : object.fields) {
        const bool asked_for = names.empty() && actor.profile->can_read(object, field);
        if (field.type == FieldType::id || asked_for) fields.push_back(&field);
    }
    std::string json = "{";
    append_attributes(json, object.name, record.text("Id"), api_version);
    for (const Field* field : fields) {
        json.append(",\"").append(field->name).append("\":");
        if (field->type == FieldType::address)
            append_address(json, record, *field);
        else
            append_value(json, *field, record[*field]);
    }
    return json + "}";
}

// Nothing but the rows themselves remembers how far the org has counted.
std::uint64_t& Records::last_number(const Object& object) {
    const auto [last, unknown] = last_number_.try_emplace(&object, 0);
    if (unknown) {
        Statement select = database_.prepare("SELECT MAX(\"Id\") FROM " + sql_name(object.table));
        if (select.step()) last->second = id_number(select.text(0));
    }
    return last->second;
}

void Records::stamp(const Actor& actor, Write write, Record& record) const {
    const Value now = format_datetime(clock_.now());
    // Only the org itself can have given one of these already, when it loads records with a history.
    const auto fill = [&](const char* name, const Value& value) {
        if (write == Write::update || is_null(record.get(name))) record.set(name, value);
    };
    if (write == Write::create) {
        fill("CreatedDate", now);
        fill("CreatedById", actor.user_id);
        fill("OwnerId", actor.user_id);
    }
    fill("LastModifiedDate", now);
    fill("LastModifiedById", actor.user_id);
    fill("SystemModstamp", now);
}

}  // namespace alysio::sandbox::org
