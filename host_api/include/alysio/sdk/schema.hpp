#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json.hpp"

namespace alysio::sdk {

struct Violation {
    Violation(std::string pointer, std::string message) : pointer(std::move(pointer)), message(std::move(message)) {}

    std::string pointer;  ///< JSON pointer into the value; "" is the root
    std::string message;  ///< what was expected there
};

/// A tool's schema: the plain subset of JSON Schema 2020-12 that models can't misread. One type per node; type, properties,
/// required, additionalProperties (false, true or absent), items, enum, minimum, maximum, minLength, maxLength, minItems, maxItems;
/// the annotations title, description, default and examples. Anything else is a lint error rather than silently ignored.
class Schema {
  public:
    explicit Schema(Json document) : document_(std::move(document)) {}

    const Json& document() const { return document_; }

    /// Makes of what models send what the schema means: an optional property that is null counts as absent, and an object or array
    /// that was sent as a JSON-encoded string is decoded. Only top-level properties: below them stands record content.
    void normalise(Json& value) const;

    /// Every violation, in the order of the value.
    std::vector<Violation> validate(const Json& value) const {
        std::vector<Violation> violations;
        check(document_, value, "", violations);
        return violations;
    }

    /// What is wrong with the schema itself; empty when nothing is.
    std::vector<Violation> lint() const {
        std::vector<Violation> faults;
        lint_node(document_, "", faults);
        if (!document_.is_object() || !document_.contains("type") || document_["type"] != "object") {
            faults.push_back(Violation("", "the root must have \"type\": \"object\""));
        }
        return faults;
    }

  private:
    static std::string escape(std::string_view key);
    static std::string join(const std::string& pointer, std::string_view key) { return pointer + "/" + escape(key); }
    static bool is_integer(const Json& value) {
        if (value.is_number_integer()) return true;
        return value.is_number_float() && std::nearbyint(value.get<double>()) == value.get<double>();
    }
    static bool has_type(const Json& value, std::string_view type);
    static void check(const Json& schema, const Json& value, const std::string& pointer, std::vector<Violation>& out);
    static void check_object(const Json& schema, const Json& value, const std::string& pointer,
                             std::vector<Violation>& out);
    static void check_range(const Json& schema, double actual, const char* least, const char* most,
                            std::string_view what, const std::string& pointer, std::vector<Violation>& out);
    static std::string plain(double number) {
        return number == std::nearbyint(number) && std::fabs(number) < 1e15
                   ? std::to_string(static_cast<int64_t>(number))
                   : to_text(Json(number));
    }
    static void lint_node(const Json& schema, const std::string& pointer, std::vector<Violation>& out);

    Json document_;
};

inline std::string Schema::escape(std::string_view key) {
    std::string escaped;
    for (const char c : key) {
        if (c == '~') {
            escaped += "~0";
        } else if (c == '/') {
            escaped += "~1";
        } else {
            escaped += c;
        }
    }
    return escaped;
}

inline void Schema::normalise(Json& value) const {
    if (!value.is_object() || !document_.contains("properties")) return;
    const Json& properties = document_["properties"];
    const Json required = document_.value("required", Json::array());
    for (auto item = value.begin(); item != value.end();) {
        const bool known = properties.contains(item.key());
        const bool optional = std::find(required.begin(), required.end(), item.key()) == required.end();
        if (item->is_null() && known && optional) {
            item = value.erase(item);
            continue;
        }
        if (item->is_string() && known) {
            const std::string type = properties[item.key()].value("type", "");
            if (type == "object" || type == "array") {
                std::optional<Json> decoded = parse_json(item->get_ref<const std::string&>());
                if (decoded && has_type(*decoded, type)) *item = std::move(*decoded);
            }
        }
        ++item;
    }
}

inline bool Schema::has_type(const Json& value, std::string_view type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return is_integer(value);
    if (type == "number") return value.is_number();
    return type == "null" && value.is_null();
}

inline void Schema::check(const Json& schema, const Json& value, const std::string& pointer,
                          std::vector<Violation>& out) {
    if (const auto type = schema.find("type"); type != schema.end() && !has_type(value, type->get<std::string>())) {
        out.push_back(Violation(pointer, "expected " + type->get<std::string>() + ", got " + value.type_name()));
        return;
    }
    if (const auto allowed = schema.find("enum"); allowed != schema.end()) {
        if (std::find(allowed->begin(), allowed->end(), value) == allowed->end()) {
            out.push_back(Violation(pointer, "expected one of " + to_text(*allowed) + ", got " + to_text(value)));
        }
    }
    if (value.is_number()) check_range(schema, value.get<double>(), "minimum", "maximum", "", pointer, out);
    if (value.is_string()) {
        const std::string& text = value.get_ref<const std::string&>();
        const auto characters = std::count_if(text.begin(), text.end(),
                                              [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
        check_range(schema, static_cast<double>(characters), "minLength", "maxLength", " characters", pointer, out);
    }
    if (value.is_array()) {
        check_range(schema, static_cast<double>(value.size()), "minItems", "maxItems", " items", pointer, out);
        if (const auto items = schema.find("items"); items != schema.end()) {
            for (std::size_t i = 0; i < value.size(); ++i)
                check(*items, value[i], join(pointer, std::to_string(i)), out);
        }
    }
    if (value.is_object()) check_object(schema, value, pointer, out);
}

inline void Schema::check_object(const Json& schema, const Json& value, const std::string& pointer,
                                 std::vector<Violation>& out) {
    static const Json none = Json::object();
    const auto found = schema.find("properties");
    const Json& properties = found == schema.end() ? none : *found;
    const auto additional = schema.find("additionalProperties");
    const bool closed = additional != schema.end() && *additional == false;
    for (const auto& [key, member] : value.items()) {
        if (const auto property = properties.find(key); property != properties.end()) {
            check(*property, member, join(pointer, key), out);
        } else if (closed) {
            std::string known;
            for (const auto& [name, _] : properties.items()) known += (known.empty() ? "" : ", ") + name;
            out.push_back(Violation(join(pointer, key), "no such property; there are: " + known));
        }
    }
    if (const auto required = schema.find("required"); required != schema.end()) {
        for (const Json& name : *required) {
            const std::string& key = name.get_ref<const std::string&>();
            if (!value.contains(key)) out.push_back(Violation(join(pointer, key), "required, but missing"));
        }
    }
}

inline void Schema::check_range(const Json& schema, double actual, const char* least, const char* most,
                                std::string_view what, const std::string& pointer, std::vector<Violation>& out) {
    if (const auto bound = schema.find(least); bound != schema.end() && actual < bound->get<double>()) {
        out.push_back(
            Violation(pointer, "expected at least " + to_text(*bound) + std::string(what) + ", got " + plain(actual)));
    }
    if (const auto bound = schema.find(most); bound != schema.end() && actual > bound->get<double>()) {
        out.push_back(
            Violation(pointer, "expected at most " + to_text(*bound) + std::string(what) + ", got " + plain(actual)));
    }
}

inline void Schema::lint_node(const Json& schema, const std::string& pointer, std::vector<Violation>& out) {
    static constexpr std::array<std::string_view, 17> keywords{
        "$schema",   "type",     "properties", "required", "additionalProperties",
        "items",     "enum",     "minimum",    "maximum",  "minLength",
        "maxLength", "minItems", "maxItems",   "title",    "description",
        "default",   "examples"};
    static constexpr std::array<std::string_view, 6> types{"object", "array", "string", "boolean", "integer", "number"};
    if (!schema.is_object()) {
        out.push_back(Violation(pointer, "a schema must be an object"));
        return;
    }
    for (const auto& [keyword, _] : schema.items()) {
        if (std::find(keywords.begin(), keywords.end(), keyword) == keywords.end()) {
            out.push_back(Violation(join(pointer, keyword), "a keyword outside the plain subset"));
        }
    }
    const auto type = schema.find("type");
    if (type != schema.end() &&
        (!type->is_string() || std::find(types.begin(), types.end(), type->get<std::string>()) == types.end())) {
        out.push_back(Violation(join(pointer, "type"), "expected one type name"));
    }
    if (const auto additional = schema.find("additionalProperties");
        additional != schema.end() && !additional->is_boolean()) {
        out.push_back(Violation(join(pointer, "additionalProperties"), "expected true or false"));
    }
    const auto properties = schema.find("properties");
    if (properties != schema.end() && properties->is_object()) {
        for (const auto& [name, property] : properties->items()) {
            const std::string at = join(join(pointer, "properties"), name);
            lint_node(property, at, out);
            if (property.is_object() && !property.contains("description")) {
                out.push_back(Violation(at, "every property needs a description"));
            }
        }
    }
    if (const auto required = schema.find("required"); required != schema.end() && required->is_array()) {
        for (const Json& name : *required) {
            if (!name.is_string() || properties == schema.end() || !properties->contains(name.get<std::string>())) {
                out.push_back(Violation(join(pointer, "required"), to_text(name) + " is not among the properties"));
            }
        }
    }
    if (const auto items = schema.find("items"); items != schema.end()) lint_node(*items, join(pointer, "items"), out);
}

}  // namespace alysio::sdk
