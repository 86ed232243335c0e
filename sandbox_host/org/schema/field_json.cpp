#include "sandbox_host/org/schema/field_json.hpp"

#include "sandbox_host/org/schema/schema.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

const std::vector<std::string> field_keys = {
    "name",       "label",       "help",     "type",      "length",       "precision",   "scale",          "digits",
    "required",   "read_only",   "create",   "update",    "unique",       "external_id", "defaulted",      "name_field",
    "default",    "auto_number", "compound", "join",      "percent_of",   "fiscal_year", "case_sensitive", "calculated",
    "restricted", "controller",  "values",   "to",        "relationship", "children",    "fiscal_quarter", "fiscal",
    "since",      "filterable",  "sortable", "groupable", "aggregatable"};
const std::vector<std::string> value_keys = {"value", "label", "active", "default", "valid_for", "sets"};

base::Result<Value> scalar(const json& value, const std::string& where) {
    if (value.is_null()) return Value{};
    if (value.is_boolean()) return Value{static_cast<std::int64_t>(value.get<bool>())};
    if (value.is_number_integer()) return Value{value.get<std::int64_t>()};
    if (value.is_number()) return Value{value.get<double>()};
    if (value.is_string()) return Value{value.get<std::string>()};
    return base::Error{where + " must be a text, a number, true, false or null"};
}

base::Result<PicklistValue> read_value(const json& entry, const std::string& where) {
    PicklistValue value;
    if (entry.is_string()) {
        value.value = value.label = entry.get<std::string>();
        return value;
    }
    const auto checked = check_keys(entry, value_keys, where + ", one of \"values\",");
    if (!checked) return checked.error();
    value.value = entry.at("value").get<std::string>();
    value.label = entry.value("label", value.value);
    value.active = entry.value("active", true);
    value.is_default = entry.value("default", false);
    value.valid_for = entry.value("valid_for", std::vector<std::string>{});
    if (entry.contains("sets")) {
        for (const auto& [field, set] : entry["sets"].items()) {
            auto follower = scalar(set, where);
            if (!follower) return follower.error();
            value.sets.emplace_back(field, *std::move(follower));
        }
    }
    return value;
}

// What a type brings along before the entry's own keys are read.
void apply_type(Field& field) {
    switch (field.type) {
        case FieldType::string:
        case FieldType::picklist:
        case FieldType::combobox:
        case FieldType::url:
        case FieldType::textarea:
            field.length = 255;
            break;
        case FieldType::encryptedstring:
            field.length = 175;
            break;
        case FieldType::multipicklist:
            field.length = 4099;
            break;
        case FieldType::email:
            field.length = 80;
            break;
        case FieldType::phone:
            field.length = 40;
            break;
        case FieldType::id:
        case FieldType::reference:
            field.length = 18;
            break;
        case FieldType::currency:
        case FieldType::number:
        case FieldType::percent:
            field.precision = 18;
            break;
        case FieldType::integer:
            field.digits = 8;
            break;
        default:
            break;
    }
}

void apply_traits(Field& field) {
    const bool long_text = field.type == FieldType::textarea && field.length > 255;
    const bool is_real = storage(field.type) == Storage::real;
    if (long_text || field.type == FieldType::encryptedstring) field.filterable = false;
    if (long_text || field.type == FieldType::multipicklist || field.type == FieldType::address) field.sortable = false;
    field.groupable = field.sortable && field.filterable && !is_real && field.type != FieldType::datetime &&
                      field.type != FieldType::time;
    field.aggregatable = field.sortable && field.filterable && field.type != FieldType::boolean;
}

void read_reference(Field& field, const json& entry) {
    field.reference_to = entry.at("to").get<std::vector<std::string>>();
    std::string relationship;
    if (field.custom) {
        relationship = field.name.substr(0, field.name.size() - 1) + "r";
    } else if (field.name.ends_with("Id")) {
        relationship = field.name.substr(0, field.name.size() - 2);
    }
    field.relationship = entry.value("relationship", relationship);
    field.child_relationship = entry.value("children", "");
    if (field.master_detail) {
        field.nillable = false;
        field.updateable = false;
    }
}

void read_derivation(Field& field, const json& entry) {
    const auto derive = [&](const char* key, Derivation::Rule rule) {
        if (!entry.contains(key)) return;
        const json& from = entry[key];
        field.derivation = Derivation{rule, from.is_array() ? from.get<std::vector<std::string>>()
                                                            : std::vector<std::string>{from.get<std::string>()}};
        field.createable = field.updateable = false;
    };
    derive("join", Derivation::Rule::join);
    derive("percent_of", Derivation::Rule::percent_of);
    derive("fiscal_year", Derivation::Rule::fiscal_year);
    derive("fiscal_quarter", Derivation::Rule::fiscal_quarter);
    derive("fiscal", Derivation::Rule::fiscal);
    derive("since", Derivation::Rule::since);
}

base::Result<Field> read_one(const json& entry, const std::string& where) {
    Field field;
    field.name = entry.at("name").get<std::string>();
    field.label = entry.value("label", label_of(field.name));
    field.help_text = entry.value("help", "");
    field.custom = field.name.ends_with("__c");
    const std::string type = entry.at("type").get<std::string>();
    field.master_detail = type == "master_detail";
    const auto known = field.master_detail ? FieldType::reference : field_type(type);
    if (!known) return base::Error{where + ": there is no field type \"" + type + "\""};
    field.type = *known;
    apply_type(field);
    field.length = entry.value("length", field.length);
    field.precision = entry.value("precision", field.precision);
    field.scale = entry.value("scale", field.scale);
    field.digits = entry.value("digits", field.digits);
    apply_traits(field);

    if (field.type == FieldType::boolean) {
        field.nillable = false;
        field.defaulted_on_create = true;
        field.default_value = std::int64_t{0};
    }
    if (field.type == FieldType::reference) read_reference(field, entry);
    if (entry.value("required", false)) field.nillable = false;
    if (entry.value("read_only", false)) field.createable = field.updateable = false;
    field.createable = entry.value("create", field.createable);
    field.updateable = entry.value("update", field.updateable);
    field.unique = entry.value("unique", false);
    field.external_id = entry.value("external_id", false);
    field.case_sensitive = entry.value("case_sensitive", false);
    field.name_field = entry.value("name_field", false);
    field.calculated = entry.value("calculated", false);
    field.compound = entry.value("compound", "");
    field.restricted = entry.value("restricted", false);
    field.controller = entry.value("controller", "");
    read_derivation(field, entry);
    if (entry.contains("auto_number")) {
        field.auto_number = field.defaulted_on_create = true;
        field.nillable = field.createable = field.updateable = false;
        field.auto_number_format = entry["auto_number"].get<std::string>();
    }
    if (entry.contains("default")) {
        auto value = scalar(entry["default"], where + ", \"default\",");
        if (!value) return value.error();
        field.default_value = *std::move(value);
        field.defaulted_on_create = true;
    }
    if (entry.contains("values")) {
        for (const json& listed : entry["values"]) {
            auto value = read_value(listed, where);
            if (!value) return value.error();
            field.values.push_back(*std::move(value));
        }
    }
    for (const PicklistValue& value : field.values) {
        if (!value.is_default || field.type != FieldType::picklist) continue;
        field.default_value = value.value;
        field.defaulted_on_create = true;
    }
    field.defaulted_on_create = entry.value("defaulted", field.defaulted_on_create);
    field.filterable = entry.value("filterable", field.filterable);
    field.sortable = entry.value("sortable", field.sortable);
    field.groupable = entry.value("groupable", field.groupable);
    field.aggregatable = entry.value("aggregatable", field.aggregatable);
    return field;
}

Field plain(std::string name, FieldType type) {
    Field field;
    field.label = label_of(name);
    field.name = std::move(name);
    field.type = type;
    apply_type(field);
    apply_traits(field);
    return field;
}

Field read_only(std::string name, FieldType type) {
    Field field = plain(std::move(name), type);
    field.createable = field.updateable = false;
    return field;
}

Field user_reference(std::string name) {
    Field field = read_only(std::move(name), FieldType::reference);
    field.nillable = false;
    field.defaulted_on_create = true;
    field.reference_to = {"User"};
    field.relationship = field.name.substr(0, field.name.size() - 2);
    return field;
}

// An address is a read-only view on eight fields; describe lists the parts first.
std::vector<Field> read_address(const Field& compound) {
    const std::string prefix = compound.name.substr(0, compound.name.size() - std::string_view("Address").size());
    std::vector<Field> fields;
    const auto add = [&](const char* part, FieldType type, int length) -> Field& {
        Field& field = fields.emplace_back(plain(prefix + part, type));
        field.length = length;
        field.compound = compound.name;
        return field;
    };
    add("Street", FieldType::textarea, 255);
    add("City", FieldType::string, 40);
    add("State", FieldType::string, 80);
    add("PostalCode", FieldType::string, 20).label = label_of(prefix + "Zip/PostalCode");
    add("Country", FieldType::string, 80);
    for (const char* part : {"Latitude", "Longitude"}) add(part, FieldType::number, 0).scale = 15;
    Field& accuracy = add("GeocodeAccuracy", FieldType::picklist, 40);
    accuracy.restricted = true;
    for (const char* value : {"Address", "NearAddress", "Block", "Street", "ExtendedZip", "Zip", "Neighborhood", "City",
                              "County", "State", "Unknown"}) {
        accuracy.values.push_back({value, label_of(value), true, false, {}, {}});
    }
    fields.push_back(compound);
    fields.back().createable = fields.back().updateable = false;
    return fields;
}

}  // namespace

base::Result<void> check_keys(const json& document, const std::vector<std::string>& known, const std::string& where) {
    if (!document.is_object()) return base::Error{where + " must be a JSON object"};
    for (const auto& item : document.items()) {
        if (std::find(known.begin(), known.end(), item.key()) == known.end()) {
            return base::Error{where + " has an unknown key \"" + item.key() + "\""};
        }
    }
    return {};
}

std::string label_of(std::string_view api_name) {
    if (api_name.ends_with("__c")) {
        std::string label(api_name.substr(0, api_name.size() - 3));
        std::replace(label.begin(), label.end(), '_', ' ');
        return label;
    }
    std::string label;
    for (std::size_t i = 0; i < api_name.size(); ++i) {
        const bool word_starts = i > 0 && base::is_upper(api_name[i]) && base::is_lower(api_name[i - 1]);
        if (word_starts) label += ' ';
        label += api_name[i];
    }
    if (label.ends_with(" Id") || label == "Id") label.back() = 'D';
    return label;
}

base::Result<std::vector<Field>> read_field(const json& entry, const std::string& object) {
    const std::string name = entry.is_object() ? entry.value("name", "") : "";
    const std::string where = object + "." + (name.empty() ? "(a field without name)" : name);
    if (const auto checked = check_keys(entry, field_keys, where); !checked) return checked.error();
    try {
        auto field = read_one(entry, where);
        if (!field) return field.error();
        if (field->type != FieldType::address) return std::vector<Field>{*std::move(field)};
        if (!field->name.ends_with("Address")) return base::Error{where + ": an address is named …Address"};
        return read_address(*field);
    } catch (const json::exception& error) {
        return base::Error{where + ": " + error.what()};
    }
}

std::vector<Field> leading_system_fields(bool audited, const std::vector<std::string>& owners) {
    std::vector<Field> fields;
    Field& id = fields.emplace_back(read_only("Id", FieldType::id));
    id.nillable = false;
    id.defaulted_on_create = true;
    if (!owners.empty()) {
        Field& owner = fields.emplace_back(user_reference("OwnerId"));
        owner.reference_to = owners;
        owner.createable = owner.updateable = true;
    }
    if (audited) {
        Field& deleted = fields.emplace_back(read_only("IsDeleted", FieldType::boolean));
        deleted.label = "Deleted";
        deleted.nillable = false;
        deleted.defaulted_on_create = true;
        deleted.default_value = std::int64_t{0};
    }
    return fields;
}

std::vector<Field> audit_fields(bool viewable) {
    std::vector<Field> fields;
    const auto stamp = [&](const char* name, bool always) {
        Field& field = fields.emplace_back(read_only(name, FieldType::datetime));
        field.nillable = !always;
        field.defaulted_on_create = always;
    };
    stamp("CreatedDate", true);
    fields.push_back(user_reference("CreatedById"));
    stamp("LastModifiedDate", true);
    fields.push_back(user_reference("LastModifiedById"));
    stamp("SystemModstamp", true);
    if (viewable) {
        stamp("LastViewedDate", false);
        stamp("LastReferencedDate", false);
    }
    return fields;
}

}  // namespace alysio::sandbox::org
