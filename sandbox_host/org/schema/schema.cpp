#include "sandbox_host/org/schema/schema.hpp"

#include <alysio/base/text.hpp>

#include <algorithm>
#include <array>

namespace alysio::sandbox::org {
namespace {

constexpr std::array<std::string_view, 20> type_names = {
    "id",       "string",   "picklist", "multipicklist", "combobox",        "reference", "boolean",
    "currency", "textarea", "int",      "double",        "percent",         "phone",     "email",
    "url",      "date",     "datetime", "time",          "encryptedstring", "address"};

}  // namespace

std::string_view to_string(FieldType type) noexcept {
    return type_names[static_cast<std::size_t>(type)];
}

std::optional<FieldType> field_type(std::string_view name) noexcept {
    const auto found = std::find(type_names.begin(), type_names.end(), name);
    if (found == type_names.end()) return std::nullopt;
    return static_cast<FieldType>(found - type_names.begin());
}

Storage storage(FieldType type) noexcept {
    switch (type) {
        case FieldType::boolean:
        case FieldType::integer:
            return Storage::integer;
        case FieldType::currency:
        case FieldType::number:
        case FieldType::percent:
            return Storage::real;
        case FieldType::address:
            return Storage::none;
        default:
            return Storage::text;
    }
}

const PicklistValue* Field::find_value(std::string_view value) const noexcept {
    const auto found = std::find_if(values.begin(), values.end(), [&](const PicklistValue& listed) {
        return base::equal_ignoring_case(listed.value, value);
    });
    return found == values.end() ? nullptr : &*found;
}

const Field* Object::find(std::string_view field) const noexcept {
    const auto found = by_name_.find(field);
    return found == by_name_.end() ? nullptr : &fields[found->second];
}

const Field* Object::find_parent(std::string_view relationship) const noexcept {
    if (relationship.empty()) return nullptr;
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
        return base::equal_ignoring_case(field.relationship, relationship);
    });
    return found == fields.end() ? nullptr : &*found;
}

const ChildRelationship* Object::find_child(std::string_view relationship) const noexcept {
    if (relationship.empty()) return nullptr;
    const auto found = std::find_if(children.begin(), children.end(), [&](const ChildRelationship& child) {
        return base::equal_ignoring_case(child.name, relationship);
    });
    return found == children.end() ? nullptr : &*found;
}

const Field* Object::name_field() const noexcept {
    const auto found = std::find_if(fields.begin(), fields.end(), [](const Field& field) { return field.name_field; });
    return found == fields.end() ? nullptr : &*found;
}

const Object* Schema::find(std::string_view object) const noexcept {
    const auto found = by_name_.find(object);
    return found == by_name_.end() ? nullptr : &objects_[found->second];
}

const Object* Schema::of_id(std::string_view id) const noexcept {
    const auto found = by_prefix_.find(id.substr(0, 3));
    return found == by_prefix_.end() ? nullptr : &objects_[found->second];
}

}  // namespace alysio::sandbox::org
