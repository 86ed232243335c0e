#include "sandbox_host/cli/watch/schema_diff.hpp"

#include "sandbox_host/cli/show/json_text.hpp"

#include <algorithm>
#include <set>

namespace alysio::sandbox::cli {
namespace {

using Kind = SchemaChange::Kind;

const Json& member(const Json& object, const char* key) {
    static const Json none;
    const auto found = object.find(key);
    return object.is_object() && found != object.end() ? *found : none;
}

const Json& properties_of(const Json& schema) {
    static const Json none = Json::object();
    const auto& properties = member(schema, "properties");
    return properties.is_object() ? properties : none;
}

bool requires_property(const Json& schema, const std::string& name) {
    const auto& required = member(schema, "required");
    return required.is_array() && std::find(required.begin(), required.end(), Json(name)) != required.end();
}

// "array of string", "one of a, b", "integer"
std::string type_of(const Json& schema) {
    if (const auto& values = member(schema, "enum"); values.is_array()) return "one of " + value_text(values);
    if (const auto& value = member(schema, "const"); !value.is_null()) return "always " + value_text(value);
    const auto& type = member(schema, "type");
    if (type.is_array()) {
        std::string text;
        for (const auto& one : type) text += (text.empty() ? "" : " or ") + value_text(one);
        return text;
    }
    if (!type.is_string()) return "anything";
    const auto& items = member(schema, "items");
    return type == "array" && items.is_object() ? "array of " + type_of(items) : type.get<std::string>();
}

class Comparison {
  public:
    void compare(const Json& before, const Json& after, const std::string& path) {
        if (before == after) return;
        if (!before.is_object() || !after.is_object()) return changed(path, value_text(before), value_text(after));
        compare_properties(before, after, path);
        compare_items(before, after, path);
        compare_rest(before, after, path);
    }

    std::vector<SchemaChange> changes;

  private:
    void changed(const std::string& path, const std::string& before, const std::string& after) {
        changes.push_back({Kind::changed, path, before + " -> " + after});
    }

    void compare_properties(const Json& before, const Json& after, const std::string& path) {
        const auto& old_ones = properties_of(before);
        const auto& new_ones = properties_of(after);
        const auto prefix = path.empty() ? "" : path + '.';
        for (const auto& [name, schema] : new_ones.items()) {
            const bool required = requires_property(after, name);
            const auto old_one = old_ones.find(name);
            if (old_one == old_ones.end()) {
                changes.push_back({Kind::added, prefix + name, type_of(schema) + (required ? ", required" : "")});
                continue;
            }
            if (required != requires_property(before, name)) {
                changes.push_back({Kind::changed, prefix + name, required ? "is required now" : "is optional now"});
            }
            compare(*old_one, schema, prefix + name);
        }
        for (const auto& [name, schema] : old_ones.items()) {
            if (!new_ones.contains(name)) changes.push_back({Kind::removed, prefix + name, type_of(schema)});
        }
    }

    void compare_items(const Json& before, const Json& after, const std::string& path) {
        const auto& old_items = member(before, "items");
        const auto& new_items = member(after, "items");
        if (old_items.is_object() && new_items.is_object()) compare(old_items, new_items, path + "[]");
    }

    // The type in one line, and whatever else a schema says of a value.
    void compare_rest(const Json& before, const Json& after, const std::string& path) {
        const auto old_type = type_of(before);
        const auto new_type = type_of(after);
        // Of what is a list before and after, the items have been compared.
        if (old_type != new_type && !(member(before, "items").is_object() && member(after, "items").is_object())) {
            changed(path, old_type, new_type);
        }
        std::set<std::string> keys;
        for (const auto& [key, value] : before.items()) keys.insert(key);
        for (const auto& [key, value] : after.items()) keys.insert(key);
        for (const auto* key : {"properties", "required", "items", "type", "enum", "const"}) keys.erase(key);
        for (const auto& key : keys) {
            const auto& old_value = member(before, key.c_str());
            const auto& new_value = member(after, key.c_str());
            if (old_value == new_value) continue;
            changes.push_back({Kind::changed, path, key + difference(old_value, new_value)});
        }
    }

    // Long texts are not read in a list of differences.
    static std::string difference(const Json& before, const Json& after) {
        constexpr std::size_t longest = 40;
        const auto old_text = before.is_null() ? "none" : value_text(before);
        const auto new_text = after.is_null() ? "none" : value_text(after);
        if (before.is_structured() || after.is_structured()) return " changed";
        if (old_text.size() > longest || new_text.size() > longest) return " reworded";
        return " " + old_text + " -> " + new_text;
    }
};

}  // namespace

std::vector<SchemaChange> schema_changes(std::string_view before, std::string_view after) {
    Comparison comparison;
    comparison.compare(Json::parse(before, nullptr, false), Json::parse(after, nullptr, false), "");
    return comparison.changes;
}

}  // namespace alysio::sandbox::cli
