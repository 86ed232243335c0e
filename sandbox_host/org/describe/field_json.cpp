#include "sandbox_host/org/describe/field_json.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::sandbox::org {
namespace {

using nlohmann::ordered_json;

std::string_view soap_type(FieldType type) {
    switch (type) {
        case FieldType::id:
        case FieldType::reference:
            return "tns:ID";
        case FieldType::boolean:
            return "xsd:boolean";
        case FieldType::integer:
            return "xsd:int";
        case FieldType::number:
        case FieldType::currency:
        case FieldType::percent:
            return "xsd:double";
        case FieldType::date:
            return "xsd:date";
        case FieldType::datetime:
            return "xsd:dateTime";
        case FieldType::time:
            return "xsd:time";
        case FieldType::address:
            return "urn:address";
        default:
            return "xsd:string";
    }
}

ordered_json text_or_null(const std::string& text) {
    return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json to_json(const Field& field, const Value& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        return field.type == FieldType::boolean ? ordered_json(*integer != 0) : ordered_json(*integer);
    }
    if (const auto* real = std::get_if<double>(&value)) return *real;
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return nullptr;
}

ordered_json extra_type_info(const Object& object, const Field& field) {
    if (field.type == FieldType::textarea) return "plaintextarea";
    const Field* name = object.name_field();
    if (name == nullptr || !name->derivation) return nullptr;
    const bool in_name = field.name_field || field.compound == name->name;
    return in_name ? ordered_json("personname") : ordered_json();
}

ordered_json picklist_values(const Object& object, const Field& field) {
    ordered_json values = ordered_json::array();
    const Field* controller = field.controller.empty() ? nullptr : object.find(field.controller);
    for (const PicklistValue& value : field.values) {
        values.push_back(
            {{"active", value.active},
             {"defaultValue", value.is_default},
             {"label", value.label},
             {"validFor", controller == nullptr ? ordered_json() : ordered_json(valid_for_bits(*controller, value))},
             {"value", value.value}});
    }
    return values;
}

}  // namespace

std::string valid_for_bits(const Field& controller, const PicklistValue& value) {
    std::vector<std::string> offered;
    for (const PicklistValue& entry : controller.values) offered.push_back(entry.value);
    if (controller.type == FieldType::boolean) offered = {"false", "true"};
    std::string bytes((offered.size() + 7) / 8, '\0');
    for (std::size_t n = 0; n < offered.size(); ++n) {
        const bool valid = std::any_of(value.valid_for.begin(), value.valid_for.end(), [&](const std::string& with) {
            return base::equal_ignoring_case(with, offered[n]);
        });
        if (valid) bytes[n / 8] = static_cast<char>(static_cast<unsigned char>(bytes[n / 8]) | 0x80U >> (n % 8));
    }
    return base::base64(bytes);
}

ordered_json describe_field(const Object& object, const Field& field, const Profile& profile) {
    const bool text = storage(field.type) == Storage::text && field.length > 0;
    const bool reference = field.type == FieldType::reference;
    const bool id_lookup = field.type == FieldType::id || field.external_id || field.unique ||
                           (field.name_field && field.type == FieldType::string && !field.derivation);
    return {{"aggregatable", field.aggregatable},
            {"aiPredictionField", false},
            {"autoNumber", field.auto_number},
            {"byteLength", text ? field.length * (field.type == FieldType::id || reference ? 1 : 3) : 0},
            {"calculated", field.calculated},
            {"calculatedFormula", nullptr},
            {"cascadeDelete", field.master_detail},
            {"caseSensitive", field.case_sensitive},
            {"compoundFieldName", text_or_null(field.compound)},
            {"controllerName", text_or_null(field.controller)},
            {"createable", profile.can_create(object, field)},
            {"custom", field.custom},
            {"defaultValue", field.is_picklist() ? ordered_json() : to_json(field, field.default_value)},
            {"defaultValueFormula", nullptr},
            {"defaultedOnCreate", field.defaulted_on_create},
            {"dependentPicklist", !field.controller.empty()},
            {"deprecatedAndHidden", false},
            {"digits", field.digits},
            {"displayLocationInDecimal", false},
            {"encrypted", field.type == FieldType::encryptedstring},
            {"externalId", field.external_id},
            {"extraTypeInfo", extra_type_info(object, field)},
            {"filterable", field.filterable},
            {"filteredLookupInfo", nullptr},
            {"formulaTreatNullNumberAsZero", false},
            {"groupable", field.groupable},
            {"highScaleNumber", false},
            {"htmlFormatted", false},
            {"idLookup", id_lookup},
            {"inlineHelpText", text_or_null(field.help_text)},
            {"label", field.label},
            {"length", text ? field.length : 0},
            {"mask", nullptr},
            {"maskType", nullptr},
            {"name", field.name},
            {"nameField", field.name_field},
            {"namePointing", field.polymorphic()},
            {"nillable", field.nillable},
            {"permissionable", field.nillable && field.type != FieldType::id},
            {"picklistValues", picklist_values(object, field)},
            {"polymorphicForeignKey", field.polymorphic()},
            {"precision", field.precision},
            {"queryByDistance", field.type == FieldType::address},
            {"referenceTargetField", nullptr},
            {"referenceTo", field.reference_to},
            {"relationshipName", text_or_null(field.relationship)},
            {"relationshipOrder", field.master_detail ? ordered_json(0) : ordered_json()},
            {"restrictedDelete", false},
            {"restrictedPicklist", field.restricted},
            {"scale", field.scale},
            {"searchPrefilterable", reference && !field.polymorphic()},
            {"soapType", soap_type(field.type)},
            {"sortable", field.sortable},
            {"type", to_string(field.type)},
            {"unique", field.unique},
            {"updateable", profile.can_update(object, field)},
            {"writeRequiresMasterRead", false}};
}

}  // namespace alysio::sandbox::org
