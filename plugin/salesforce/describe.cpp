#include "plugin/salesforce/describe.hpp"

#include <alysio/base/encoding.hpp>
#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace alysio::salesforce {

namespace {

using nlohmann::json;

std::string text(const json& object, std::string_view key) {
    return std::string(base::text_member(object, key));
}

bool flag(const json& object, std::string_view key, bool otherwise = false) {
    const json* member = base::find_member(object, key);
    return member != nullptr && member->is_boolean() ? member->get<bool>() : otherwise;
}

int number(const json& object, std::string_view key) {
    const json* member = base::find_member(object, key);
    return member != nullptr && member->is_number_integer() ? member->get<int>() : 0;
}

template <class Read>
void for_each_object(const json& owner, const char* key, const Read& read) {
    const auto found = owner.find(key);
    if (found == owner.end() || !found->is_array()) return;
    for (const json& element : *found) {
        if (element.is_object()) read(element);
    }
}

PicklistValue read_value(const json& from) {
    PicklistValue value;
    value.value = text(from, "value");
    value.label = text(from, "label");
    value.active = flag(from, "active", true);
    value.is_default = flag(from, "defaultValue");
    value.valid_for = base::from_base64(base::text_member(from, "validFor")).value_or("");
    return value;
}

Field read_field(const json& from) {
    Field field;
    field.name = text(from, "name");
    field.label = text(from, "label");
    field.help = text(from, "inlineHelpText");
    field.type = text(from, "type");
    field.relationship = text(from, "relationshipName");
    field.compound = text(from, "compoundFieldName");
    field.controller = text(from, "controllerName");
    field.length = number(from, "length");
    field.precision = number(from, "precision");
    field.scale = number(from, "scale");
    field.digits = number(from, "digits");
    field.createable = flag(from, "createable");
    field.updateable = flag(from, "updateable");
    field.filterable = flag(from, "filterable", true);
    field.groupable = flag(from, "groupable", true);
    field.nillable = flag(from, "nillable", true);
    field.defaulted = flag(from, "defaultedOnCreate");
    field.restricted = flag(from, "restrictedPicklist");
    field.dependent = flag(from, "dependentPicklist");
    field.calculated = flag(from, "calculated");
    if (const auto found = from.find("referenceTo"); found != from.end() && found->is_array()) {
        for (const json& object : *found) {
            if (object.is_string()) field.reference_to.push_back(object.get<std::string>());
        }
    }
    for_each_object(from, "picklistValues", [&](const json& value) { field.values.push_back(read_value(value)); });
    field.values.shrink_to_fit();
    return field;
}

// "https://acme.my.salesforce.com/{ID}" without what follows the host.
std::string origin_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    return std::string(url.substr(0, url.find('/', scheme + 3)));
}

}  // namespace

const Field* Describe::field(std::string_view field_name) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
        return base::equal_ignoring_case(field.name, field_name);
    });
    return found != fields.end() ? &*found : nullptr;
}

const Field* Describe::relationship(std::string_view relationship_name) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) {
        return !field.relationship.empty() && base::equal_ignoring_case(field.relationship, relationship_name);
    });
    return found != fields.end() ? &*found : nullptr;
}

RecordPage Describe::page() const {
    if (custom_setting) return RecordPage::none;
    return layoutable ? page_of(name) : std::max(page_of(name), RecordPage::by_id_only);
}

std::size_t Describe::size_bytes() const {
    const auto heap = [](const std::string& s) { return s.capacity() > 15 ? s.capacity() + 1 : 0; };
    std::size_t size = sizeof(Describe) + fields.capacity() * sizeof(Field);
    for (const Field& field : fields) {
        for (const std::string* s : {&field.name, &field.label, &field.help, &field.type, &field.relationship,
                                     &field.compound, &field.controller}) {
            size += heap(*s);
        }
        for (const std::string& object : field.reference_to) size += sizeof(std::string) + heap(object);
        size += field.values.capacity() * sizeof(PicklistValue);
        for (const PicklistValue& value : field.values) {
            size += heap(value.value) + heap(value.label) + heap(value.valid_for);
        }
    }
    for (const ChildRelationship& child : children) {
        size += sizeof child + heap(child.name) + heap(child.object) + heap(child.field);
    }
    for (const RecordType& type : record_types) {
        size += sizeof type + heap(type.id) + heap(type.name) + heap(type.developer_name);
    }
    return size;
}

std::optional<Describe> read_describe(std::string_view body) {
    const json from = json::parse(body, nullptr, false);
    if (!from.is_object() || !from.contains("fields") || !from["fields"].is_array()) return std::nullopt;
    Describe object;
    object.name = text(from, "name");
    if (!is_object_name(object.name)) return std::nullopt;
    object.label = text(from, "label");
    object.label_plural = text(from, "labelPlural");
    object.key_prefix = text(from, "keyPrefix");
    object.queryable = flag(from, "queryable", true);
    object.createable = flag(from, "createable");
    object.updateable = flag(from, "updateable");
    object.layoutable = flag(from, "layoutable", true);
    object.custom_setting = flag(from, "customSetting");
    if (const auto urls = from.find("urls"); urls != from.end() && urls->is_object()) {
        object.instance_url = origin_of(text(*urls, "uiDetailTemplate"));
    }
    for_each_object(from, "fields", [&](const json& field) { object.fields.push_back(read_field(field)); });
    for_each_object(from, "childRelationships", [&](const json& child) {
        std::string name = text(child, "relationshipName");
        if (name.empty()) return;  // of no use in a subquery
        object.children.push_back({std::move(name), text(child, "childSObject"), text(child, "field")});
    });
    for_each_object(from, "recordTypeInfos", [&](const json& type) {
        if (flag(type, "master")) return;
        object.record_types.push_back({text(type, "recordTypeId"), text(type, "name"), text(type, "developerName"),
                                       flag(type, "available"), flag(type, "defaultRecordTypeMapping")});
    });
    object.fields.shrink_to_fit();
    return object;
}

bool is_valid_for(const PicklistValue& value, std::size_t controlling_index) {
    const std::size_t byte = controlling_index >> 3U;
    if (byte >= value.valid_for.size()) return false;  // Salesforce leaves zero bytes at the end out
    return (static_cast<unsigned char>(value.valid_for[byte]) & (0x80U >> (controlling_index % 8))) != 0;
}

std::string split_name(std::string_view api_name) {
    for (const std::string_view suffix : {"__c", "__r", "__pc"}) {
        if (api_name.size() > suffix.size() && api_name.ends_with(suffix)) api_name.remove_suffix(suffix.size());
    }
    std::string words;
    for (std::size_t i = 0; i < api_name.size(); ++i) {
        const char c = api_name[i];
        const bool word_before = i > 0 && base::is_lower(api_name[i - 1]);
        if (c == '_') {
            if (!words.empty() && words.back() != ' ') words += ' ';
            continue;
        }
        if (base::is_upper(c) && word_before) words += ' ';
        words += c;
    }
    return words;
}

}  // namespace alysio::salesforce
