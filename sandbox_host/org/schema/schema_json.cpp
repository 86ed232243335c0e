#include "sandbox_host/org/schema/field_json.hpp"
#include "sandbox_host/org/schema/schema.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

const std::vector<std::string> object_keys = {"name",         "label",         "plural",    "key_prefix", "queryable",
                                              "createable",   "updateable",    "deletable", "layoutable", "searchable",
                                              "retrieveable", "system_fields", "owner",     "fields"};

// Identifiers become SQL column names and JSON keys; the store's own tables start with an underscore.
bool is_api_name(const std::string& name) {
    const auto fits = [](char c) { return base::is_letter_or_digit(c) || c == '_'; };
    return !name.empty() && name.size() <= 80 && base::is_letter(name[0]) &&
           std::all_of(name.begin(), name.end(), fits);
}

void append(std::vector<Field>& to, std::vector<Field> fields) {
    std::move(fields.begin(), fields.end(), std::back_inserter(to));
}

base::Result<Object> read_object(const json& document) {
    const std::string name = document.is_object() ? document.value("name", "") : "";
    if (!is_api_name(name)) return base::Error{"an object's \"name\" must be an API name, not \"" + name + "\""};
    if (const auto checked = check_keys(document, object_keys, name); !checked) return checked.error();

    Object object;
    object.name = name;
    object.custom = name.size() > 3 && name.ends_with("__c");
    object.label = document.value("label", label_of(name));
    object.label_plural = document.value("plural", object.label + "s");
    object.key_prefix = document.value("key_prefix", "");
    object.queryable = document.value("queryable", true);
    object.createable = document.value("createable", true);
    object.updateable = document.value("updateable", true);
    object.deletable = document.value("deletable", true);
    object.layoutable = document.value("layoutable", true);
    object.searchable = document.value("searchable", true);
    object.retrieveable = document.value("retrieveable", true);
    const bool audited = document.value("system_fields", true);

    std::vector<Field> own;
    for (const json& entry : document.at("fields")) {
        auto fields = read_field(entry, name);
        if (!fields) return fields.error();
        append(own, *std::move(fields));
    }
    const bool has_master = std::any_of(own.begin(), own.end(), [](const Field& field) { return field.master_detail; });
    const bool owned = audited && object.layoutable && !has_master;
    const auto owners = document.value("owner", owned ? std::vector<std::string>{"User"} : std::vector<std::string>{});

    const auto first_custom =
        std::stable_partition(own.begin(), own.end(), [](const Field& field) { return !field.custom; });
    object.fields = leading_system_fields(audited, owners);
    std::move(own.begin(), first_custom, std::back_inserter(object.fields));
    if (audited) append(object.fields, audit_fields(object.layoutable));
    std::move(first_custom, own.end(), std::back_inserter(object.fields));
    return object;
}

// {"extends": "Account", "fields": […]} adds fields to the object that another document declares.
base::Result<std::vector<json>> join_extensions(const std::vector<json>& documents) {
    const auto is_extension = [](const json& document) { return document.is_object() && document.contains("extends"); };
    std::vector<json> joined;
    std::remove_copy_if(documents.begin(), documents.end(), std::back_inserter(joined), is_extension);
    for (const json& document : documents) {
        if (!is_extension(document)) continue;
        const std::string name = document["extends"].get<std::string>();
        const auto checked = check_keys(document, {"extends", "fields"}, "what extends " + name);
        if (!checked) return checked.error();
        const auto extended = std::find_if(joined.begin(), joined.end(), [&](const json& other) {
            return other.is_object() && other.value("name", "") == name;
        });
        if (extended == joined.end()) return base::Error{"there is no " + name + " to extend"};
        for (const json& field : document.at("fields")) extended->at("fields").push_back(field);
    }
    return joined;
}

base::Result<void> check_field(const Object& object, const Field& field) {
    const std::string where = object.name + "." + field.name;
    const auto must_exist = [&](const std::string& other, const char* what) -> base::Result<void> {
        if (object.find(other) != nullptr) return {};
        return base::Error{where + ": " + what + " \"" + other + "\" is not a field of " + object.name};
    };
    if (!is_api_name(field.name)) return base::Error{where + " is not an API name"};
    if (!field.compound.empty()) {
        if (auto exists = must_exist(field.compound, "the compound"); !exists) return exists;
    }
    if (!field.controller.empty()) {
        if (auto exists = must_exist(field.controller, "the controller"); !exists) return exists;
    }
    if (field.derivation) {
        for (const std::string& from : field.derivation->from) {
            if (auto exists = must_exist(from, "the source"); !exists) return exists;
        }
        if (field.derivation->rule == Derivation::Rule::percent_of && field.derivation->from.size() != 2) {
            return base::Error{where + ": \"percent_of\" takes an amount and a percentage"};
        }
    }
    for (const PicklistValue& value : field.values) {
        for (const auto& set : value.sets) {
            if (auto exists = must_exist(set.first, "the follower"); !exists) return exists;
        }
    }
    return {};
}

}  // namespace

base::Result<void> Schema::name_parts(const std::string& table_prefix) {
    for (std::size_t i = 0; i < objects_.size(); ++i) {
        Object& object = objects_[i];
        object.table = table_prefix + object.name;
        if (!by_name_.emplace(object.name, i).second) return base::Error{object.name + " is declared twice"};
        if (!object.key_prefix.empty() && object.key_prefix.size() != 3) {
            return base::Error{object.name + ": a key prefix has three characters"};
        }
        if (!object.key_prefix.empty() && !by_prefix_.emplace(object.key_prefix, i).second) {
            return base::Error{object.name + ": the key prefix " + object.key_prefix + " is taken"};
        }
        for (std::size_t f = 0; f < object.fields.size(); ++f) {
            if (!object.by_name_.emplace(object.fields[f].name, f).second) {
                return base::Error{object.name + "." + object.fields[f].name + " is declared twice"};
            }
        }
    }
    return {};
}

base::Result<void> Schema::join_objects() {
    for (const Object& object : objects_) {
        for (const Field& field : object.fields) {
            if (auto checked = check_field(object, field); !checked) return checked;
            for (const std::string& target : field.reference_to) {
                const auto found = by_name_.find(target);
                if (found == by_name_.end()) {
                    return base::Error{object.name + "." + field.name + " points at " + target +
                                       ", which is not declared"};
                }
                objects_[found->second].children.push_back(
                    {field.child_relationship, object.name, field.name, field.master_detail});
            }
        }
    }
    return {};
}

base::Result<Schema> Schema::load(const std::vector<json>& documents, const std::string& table_prefix) {
    try {
        const auto joined = join_extensions(documents);
        if (!joined) return joined.error();
        Schema schema;
        for (const json& document : *joined) {
            auto object = read_object(document);
            if (!object) return object.error();
            schema.objects_.push_back(*std::move(object));
        }
        if (const auto named = schema.name_parts(table_prefix); !named) return named.error();
        if (const auto connected = schema.join_objects(); !connected) return connected.error();
        return schema;
    } catch (const json::exception& error) {
        return base::Error{error.what()};
    }
}

}  // namespace alysio::sandbox::org
