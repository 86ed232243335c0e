#pragma once

#include "json.hpp"

#include <alysio/base/utf8.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alysio::sdk {

struct Violation {
    Violation(std::string pointer, std::string message) : pointer(std::move(pointer)), message(std::move(message)) {}

    std::string pointer;  ///< JSON pointer into the value; "" is the root
    std::string message;  ///< what was expected there
};

/// A tool's schema: the plain subset of JSON Schema 2020-12 that models can't misread. One type per node; type, properties,
/// required, additionalProperties (false, true or absent), items, enum, minimum, maximum, minLength, maxLength, minItems,
/// maxItems; the annotations title, description, default and examples. Anything else is a lint error rather than silently
/// ignored.
class Schema {
  public:
    explicit Schema(Json document) : document_(std::move(document)), root_(document_) {}

    const Json& document() const { return document_; }

    /// Makes of what models send what the schema means: an optional property that is null counts as absent, and an object
    /// or array that was sent as a JSON-encoded string is decoded. Only top-level properties: below them stands record
    /// content.
    void normalise(Json& value) const;

    /// Every violation, in the order of the value.
    std::vector<Violation> validate(const Json& value) const {
        std::vector<Violation> violations;
        check(root_, value, Place(), violations);
        return violations;
    }

    enum class Of { arguments, result };

    /// What is wrong with the schema itself; empty when nothing is. Of arguments every property must be described, since
    /// a model fills them in; of a result only what its name does not say.
    std::vector<Violation> lint(Of of = Of::arguments) const {
        std::vector<Violation> faults;
        lint_node(document_, "", of, faults);
        if (!document_.is_object() || !document_.contains("type") || document_["type"] != "object") {
            faults.push_back(Violation("", "the root must have \"type\": \"object\""));
        }
        return faults;
    }

  private:
    /// A node read once, so that checking a value allocates nothing until there is something to tell.
    struct Node {
        explicit Node(const Json& schema);
        const Node* property(std::string_view name) const;
        bool requires_property(std::string_view name) const {
            return std::find(required.begin(), required.end(), name) != required.end();
        }

        std::string type;
        Json allowed;  ///< of enum; null where there is none
        std::optional<double> least;
        std::optional<double> most;
        std::vector<std::pair<std::string, Node>> properties;
        std::vector<std::string> required;
        bool closed = false;
        std::vector<Node> items;  ///< one, or none
    };

    /// Where a value stands, written out as a pointer only for a violation.
    struct Place {
        Place() = default;
        Place(const Place& parent, std::string_view key) : parent(&parent), key(key) {}
        Place(const Place& parent, std::size_t index) : parent(&parent), index(index) {}
        std::string pointer() const {
            if (parent == nullptr) return {};
            return parent->pointer() + "/" + (key.data() == nullptr ? std::to_string(index) : escape(key));
        }
        const Place* parent = nullptr;
        std::string_view key;
        std::size_t index = 0;
    };

    static std::string escape(std::string_view key);
    static bool has_type(const Json& value, std::string_view type);
    static void check(const Node& node, const Json& value, const Place& at, std::vector<Violation>& out);
    static void check_object(const Node& node, const Json& value, const Place& at, std::vector<Violation>& out);
    static void check_range(const Node& node, double actual, std::string_view unit, const Place& at,
                            std::vector<Violation>& out);
    static std::string plain(double number) {
        return number == std::nearbyint(number) && std::fabs(number) < 1e15
                   ? std::to_string(static_cast<int64_t>(number))
                   : to_text(Json(number));
    }
    static void lint_node(const Json& schema, const std::string& pointer, Of of, std::vector<Violation>& out);
    static std::string join(const std::string& pointer, std::string_view key) { return pointer + "/" + escape(key); }

    Json document_;
    Node root_;
};

/// Reads what it understands; what it does not is the lint's business.
inline Schema::Node::Node(const Json& schema) {
    if (!schema.is_object()) return;
    for (const auto& [keyword, value] : schema.items()) {
        if (keyword == "type" && value.is_string()) type = value.get<std::string>();
        if (keyword == "enum") allowed = value;
        if (keyword == "additionalProperties") closed = value == false;
        if (keyword == "items") items.emplace_back(value);
        const bool low = keyword == "minimum" || keyword == "minLength" || keyword == "minItems";
        const bool high = keyword == "maximum" || keyword == "maxLength" || keyword == "maxItems";
        if (low && value.is_number()) least = value.get<double>();
        if (high && value.is_number()) most = value.get<double>();
        if (keyword == "properties" && value.is_object()) {
            for (const auto& [name, property] : value.items()) properties.emplace_back(name, Node(property));
        }
        if (keyword == "required" && value.is_array()) {
            for (const Json& name : value) {
                if (name.is_string()) required.push_back(name.get<std::string>());
            }
        }
    }
}

inline const Schema::Node* Schema::Node::property(std::string_view name) const {
    const auto found =
        std::find_if(properties.begin(), properties.end(), [&](const auto& one) { return one.first == name; });
    return found == properties.end() ? nullptr : &found->second;
}

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
    if (!value.is_object()) return;
    for (auto item = value.begin(); item != value.end();) {
        const Node* property = root_.property(item.key());
        if (property != nullptr && item->is_null() && !root_.requires_property(item.key())) {
            item = value.erase(item);
            continue;
        }
        const bool structured = property != nullptr && (property->type == "object" || property->type == "array");
        if (structured && item->is_string()) {
            std::optional<Json> decoded = parse_json(item->get_ref<const std::string&>());
            if (decoded && has_type(*decoded, property->type)) *item = std::move(*decoded);
        }
        ++item;
    }
}

inline bool Schema::has_type(const Json& value, std::string_view type) {
    if (type.empty()) return true;
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "number") return value.is_number();
    if (type != "integer") return false;
    return value.is_number_integer() ||
           (value.is_number_float() && std::nearbyint(value.get<double>()) == value.get<double>());
}

inline void Schema::check(const Node& node, const Json& value, const Place& at, std::vector<Violation>& out) {
    if (!has_type(value, node.type)) {
        out.push_back(Violation(at.pointer(), "expected " + node.type + ", got " + value.type_name()));
        return;
    }
    if (!node.allowed.is_null() && std::find(node.allowed.begin(), node.allowed.end(), value) == node.allowed.end()) {
        out.push_back(Violation(at.pointer(), "expected one of " + to_text(node.allowed) + ", got " + to_text(value)));
    }
    if (value.is_number()) check_range(node, value.get<double>(), "", at, out);
    if (value.is_string()) {
        const std::string& text = value.get_ref<const std::string&>();
        check_range(node, static_cast<double>(base::utf8::count(text)), " characters", at, out);
    }
    if (value.is_array()) {
        check_range(node, static_cast<double>(value.size()), " items", at, out);
        if (node.items.empty()) return;
        for (std::size_t i = 0; i < value.size(); ++i) check(node.items.front(), value[i], Place(at, i), out);
    }
    if (value.is_object()) check_object(node, value, at, out);
}

inline void Schema::check_object(const Node& node, const Json& value, const Place& at, std::vector<Violation>& out) {
    for (const auto& [key, member] : value.items()) {
        const Place here(at, key);
        if (const Node* property = node.property(key); property != nullptr) {
            check(*property, member, here, out);
        } else if (node.closed) {
            std::string known;
            for (const auto& [name, _] : node.properties) known += (known.empty() ? "" : ", ") + name;
            out.push_back(Violation(here.pointer(), "no such property; there are: " + known));
        }
    }
    for (const std::string& name : node.required) {
        if (!value.contains(name)) out.push_back(Violation(Place(at, name).pointer(), "required, but missing"));
    }
}

inline void Schema::check_range(const Node& node, double actual, std::string_view unit, const Place& at,
                                std::vector<Violation>& out) {
    const bool too_small = node.least && actual < *node.least;
    const bool too_large = node.most && actual > *node.most;
    if (!too_small && !too_large) return;
    const std::string bound = too_small ? "at least " + plain(*node.least) : "at most " + plain(*node.most);
    out.push_back(Violation(at.pointer(), "expected " + bound + std::string(unit) + ", got " + plain(actual)));
}

inline void Schema::lint_node(const Json& schema, const std::string& pointer, Of of, std::vector<Violation>& out) {
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
            lint_node(property, at, of, out);
            if (of == Of::arguments && property.is_object() && !property.contains("description")) {
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
    if (const auto items = schema.find("items"); items != schema.end())
        lint_node(*items, join(pointer, "items"), of, out);
}

}  // namespace alysio::sdk
