#include "sandbox_host/org/schema/padding.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cstdint>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

constexpr std::size_t controlling_values = 100;

// 7 makes "0007".
std::string numbered(std::size_t number) {
    std::string digits = std::to_string(number);
    return digits.size() < 4 ? digits.insert(0, 4 - digits.size(), '0') : digits;
}

// Prefixes from zzz downwards: people's own start at a00.
class KeyPrefixes {
  public:
    explicit KeyPrefixes(const Schema& schema) : schema_(schema) {}

    std::string next() {
        constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for (;;) {
            --left_;
            std::string prefix = {'z', digits[left_ / digits.size()], digits[left_ % digits.size()]};
            if (schema_.of_id(prefix) == nullptr) return prefix;
        }
    }

  private:
    const Schema& schema_;
    std::size_t left_ = std::size_t{62} * 62;
};

json padding_field(std::size_t number) {
    static const std::array<json, 12> kinds = {{
        {{"type", "string"}},
        {{"type", "double"}, {"scale", 2}},
        {{"type", "currency"}, {"scale", 2}},
        {{"type", "date"}},
        {{"type", "picklist"}, {"values", {"Low", "Medium", "High", "Unknown"}}},
        {{"type", "boolean"}},
        {{"type", "textarea"}, {"length", 32'000}},
        {{"type", "datetime"}},
        {{"type", "percent"}, {"scale", 1}},
        {{"type", "reference"}, {"to", {"User"}}},
        {{"type", "multipicklist"}, {"values", {"Red", "Green", "Blue"}}},
        {{"type", "url"}},
    }};
    json field = kinds[number % kinds.size()];
    field["name"] = "Padding_" + numbered(number) + "__c";
    field["help"] = "Nobody remembers what this is for.";
    return field;
}

json padding_object(std::size_t number, const std::string& key_prefix, const std::string& parent) {
    const std::string name = "Padding_" + numbered(number);
    json object = {{"name", name + "__c"},
                   {"key_prefix", key_prefix},
                   {"fields", {{{"name", "Name"}, {"type", "string"}, {"length", 80}, {"name_field", true}}}}};
    for (std::size_t i = 1; i <= 5; ++i) object["fields"].push_back(padding_field(number + i));
    if (number % 10 == 0) {
        object["fields"].push_back(
            {{"name", "Parent__c"}, {"type", "reference"}, {"to", {parent}}, {"children", name + "s__r"}});
    }
    return object;
}

json controlling_field() {
    json field = {{"name", "Padding_Region__c"}, {"type", "picklist"}, {"restricted", true}, {"values", json::array()}};
    for (std::size_t i = 0; i < controlling_values; ++i) field["values"].push_back("Region " + numbered(i));
    return field;
}

json dependent_field(std::size_t values) {
    json field = {{"name", "Padding_Place__c"},
                  {"type", "picklist"},
                  {"restricted", true},
                  {"controller", "Padding_Region__c"},
                  {"values", json::array()}};
    for (std::size_t i = 0; i < values; ++i) {
        const json regions = {"Region " + numbered(i % controlling_values),
                              "Region " + numbered(i / controlling_values % controlling_values)};
        field["values"].push_back({{"value", "Place " + numbered(i)}, {"valid_for", regions}});
    }
    return field;
}

}  // namespace

base::Result<Padding> Padding::load(const json& document) {
    if (!document.is_object()) return base::Error{R"("padding" is an object: {"objects":1300, "fields":800, …})"};
    Padding padding;
    const auto number = [](const json& value, std::size_t most, std::size_t& into) {
        const auto given = value.is_number_integer() ? value.get<std::int64_t>() : -1;
        const bool valid = given >= 0 && static_cast<std::size_t>(given) <= most;
        if (valid) into = static_cast<std::size_t>(given);
        return valid;
    };
    for (const auto& [key, value] : document.items()) {
        if (key == "objects") {
            if (!number(value, 3000, padding.objects)) return base::Error{R"("objects" is a number up to 3,000)"};
        } else if (key == "fields") {
            if (!number(value, 1500, padding.fields)) return base::Error{R"("fields" is a number up to 1,500)"};
        } else if (key == "dependent_values") {
            if (!number(value, 9999, padding.dependent_values)) {
                return base::Error{R"("dependent_values" is a number up to 9,999)"};
            }
        } else if (key == "on" && value.is_string()) {
            padding.on = value.get<std::string>();
        } else {
            return base::Error{"\"padding\" may have objects, fields, dependent_values and on, a text; not \"" + key +
                               "\""};
        }
    }
    return padding;
}

base::Result<std::vector<json>> padding_for(const Schema& schema, const Padding& padding) {
    const Object* padded = schema.find(padding.on);
    if (padded == nullptr) return base::Error{"\"padding\": there is no " + padding.on + " to pad"};
    std::vector<json> documents;
    KeyPrefixes prefixes(schema);
    for (std::size_t i = 1; schema.objects().size() + i <= padding.objects; ++i) {
        documents.push_back(padding_object(i, prefixes.next(), padded->name));
    }
    json fields = json::array();
    if (padding.dependent_values > 0) {
        fields.push_back(controlling_field());
        fields.push_back(dependent_field(padding.dependent_values));
    }
    for (std::size_t i = 1; padded->fields.size() + fields.size() < padding.fields; ++i) {
        fields.push_back(padding_field(i));
    }
    documents.push_back({{"extends", padded->name}, {"fields", std::move(fields)}});
    return documents;
}

}  // namespace alysio::sandbox::org
