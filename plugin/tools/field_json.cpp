#include "plugin/tools/field_json.hpp"

#include <alysio/base/text.hpp>

namespace alysio::salesforce {

using sdk::Json;

namespace {

constexpr std::size_t some_values = 25;

// A controlling checkbox has two entries that no picklist lists.
std::vector<std::string> entries_of(const Field& controller) {
    if (controller.type == "boolean") return {"false", "true"};
    std::vector<std::string> entries;
    for (const PicklistValue& value : controller.values) entries.push_back(value.value);
    return entries;
}

Json values_by_controlling(const Field& field, const Field& controller) {
    Json by_entry = Json::object();
    const std::vector<std::string> entries = entries_of(controller);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        Json valid = Json::array();
        for (const PicklistValue& value : field.values) {
            if (value.active && is_valid_for(value, i)) valid.push_back(value.value);
        }
        if (!valid.empty()) by_entry[entries[i]] = std::move(valid);
    }
    return by_entry;
}

void add_values(Json& json, const Field& field, const Describe& object, ValueDetail detail) {
    std::size_t active = 0;
    Json values = Json::array();
    for (const PicklistValue& value : field.values) {
        if (!value.active) continue;
        ++active;
        const bool listed = detail == ValueDetail::all || (detail == ValueDetail::some && active <= some_values);
        if (!listed) continue;
        Json one;
        one["value"] = value.value;
        if (value.label != value.value) one["label"] = value.label;
        if (value.is_default) one["default"] = true;
        values.push_back(std::move(one));
    }
    if (!values.empty()) json["values"] = std::move(values);
    if (detail == ValueDetail::count || (detail == ValueDetail::some && active > some_values)) {
        json["value_count"] = active;
    }
    if (!field.dependent) return;
    json["controlling_field"] = field.controller;
    const Field* controller = object.field(field.controller);
    if (detail == ValueDetail::all && controller != nullptr) {
        json["values_by_controlling"] = values_by_controlling(field, *controller);
    }
}

bool is_text(const Field& field) {
    return field.type == "string" || field.type == "textarea" || field.type == "url" || field.type == "phone" ||
           field.type == "email" || field.type == "encryptedstring";
}

bool is_decimal(const Field& field) {
    return field.type == "double" || field.type == "currency" || field.type == "percent";
}

}  // namespace

Json to_json(const Field& field, const Describe& object, FieldDetail detail) {
    Json json;
    json["name"] = field.name;
    const bool same = base::equal_ignoring_case(field.label, split_name(field.name)) ||
                      base::equal_ignoring_case(field.label, field.name);
    if (!same) json["label"] = field.label;
    json["type"] = field.type;
    if (field.required()) json["required"] = true;
    if (field.read_only()) json["read_only"] = true;
    if (!field.filterable) json["not_filterable"] = true;
    if (!field.groupable) json["not_groupable"] = true;
    if (is_text(field) && field.length > 0) json["length"] = field.length;
    if (is_decimal(field)) {
        json["precision"] = field.precision;
        json["scale"] = field.scale;
    } else if (field.type == "int" && field.digits > 0) {
        json["precision"] = field.digits;
    }
    if (!field.reference_to.empty()) json["reference_to"] = field.reference_to;
    if (!field.relationship.empty()) json["relationship"] = field.relationship;
    if (field.is_picklist()) add_values(json, field, object, detail.values);
    if (detail.help && !field.help.empty()) json["help"] = field.help;
    return json;
}

Json fields_by_type(const std::vector<const Field*>& fields, std::size_t first, std::size_t last) {
    Json by_type = Json::object();
    for (std::size_t i = first; i < last; ++i) by_type[fields[i]->type].push_back(fields[i]->name);
    return by_type;
}

}  // namespace alysio::salesforce
