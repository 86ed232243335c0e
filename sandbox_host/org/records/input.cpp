#include "sandbox_host/org/records/input.hpp"

#include "sandbox_host/org/records/convert.hpp"
#include "sandbox_host/org/wire/json_body.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

ApiError parser_error(std::string message) {
    return {400, "JSON_PARSER_ERROR", std::move(message)};
}

// Where the value of a key ends is what Salesforce reports; where it starts is what can be found without a second
// parser. Near enough for a person to find it.
ApiError wrong_type(std::string_view body, const std::string& key, const Field& field, const json& value) {
    const std::string shown = value.is_string()   ? value.get<std::string>()
                              : value.is_object() ? "{"
                              : value.is_array()  ? "["
                                                  : value.dump();
    return parser_error("Cannot deserialize instance of " + std::string(type_name(field)) + " from " +
                        std::string(token_name(value)) + " value " + shown +
                        " or request may be missing a required field at " +
                        json_position(body, body.find('"' + key + '"')));
}

ApiError no_such_column(const std::string& name, const Object& object) {
    return {400, "INVALID_FIELD", "No such column '" + name + "' on sobject of type " + object.name};
}

// {"Account": {"Customer_Number__c": "C-17"}}: the parent is named by an external id.
ApiResult<Value> resolve_parent(Database& database, const Schema& schema, const Field& reference, const json& value) {
    const Object* parent = schema.find(reference.reference_to.front());
    json key = value;
    key.erase("attributes");
    const Field* field = key.size() == 1 && parent != nullptr ? parent->find(key.begin().key()) : nullptr;
    if (reference.polymorphic() || field == nullptr || !field->external_id) {
        return refuse({400, "INVALID_FIELD",
                       "Cannot reference a foreign key field " + reference.relationship + " without an external id."});
    }
    const auto wanted = convert(*field, key.front());
    const auto ids =
        wanted && !is_null(*wanted) ? find_ids(database, *parent, *field, *wanted) : std::vector<std::string>{};
    if (ids.size() == 1) return Value{ids.front()};
    const std::string text = key.front().is_string() ? key.front().get<std::string>() : key.front().dump();
    return refuse({400, "INVALID_FIELD",
                   "Foreign key external ID: " + text +
                       (ids.empty() ? " not found for field " : " is not unique for field ") + field->name +
                       " in entity " + parent->name});
}

}  // namespace

ApiResult<Input> read_input(Database& database, const Schema& schema, const Object& object, const Profile& profile,
                            Write write, std::string_view body) {
    const auto parsed = parse_body(body);
    if (!parsed) return parsed.error();
    const json& document = *parsed;
    if (!document.is_object()) {
        return refuse(parser_error("Cannot deserialize instance of " + object.name + " from " +
                                   std::string(token_name(document)) + " at " + json_position(body, 0)));
    }

    Input input;
    std::vector<std::string> not_writable;
    for (const auto& [key, value] : document.items()) {
        if (key == "attributes") continue;
        if (base::equal_ignoring_case(key, "Id")) {
            if (write == Write::update) {
                return refuse({400, "INVALID_FIELD", "The Id field should not be specified in the sobject data."});
            }
            return refuse({400, "INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call",
                           std::vector<std::string>{"Id"}});
        }
        const Field* parent = value.is_object() ? object.find_parent(key) : nullptr;
        const Field* field = parent != nullptr ? parent : object.find(key);
        if (field == nullptr || !profile.can_read(object, *field)) return refuse(no_such_column(key, object));
        const bool writable =
            write == Write::create ? profile.can_create(object, *field) : profile.can_update(object, *field);
        if (!writable) {
            not_writable.push_back(field->name);
        } else if (parent != nullptr) {
            auto id = resolve_parent(database, schema, *parent, value);
            if (!id) return id.error();
            input.emplace_back(field, *std::move(id));
        } else if (auto stored = convert(*field, value)) {
            input.emplace_back(field, *std::move(stored));
        } else {
            return refuse(wrong_type(body, key, *field, value));
        }
    }
    if (!not_writable.empty()) {
        std::string names;
        for (const std::string& name : not_writable) names += (names.empty() ? "" : ", ") + name;
        return refuse({400, "INVALID_FIELD_FOR_INSERT_UPDATE",
                       "Unable to create/update fields: " + names +
                           ". Please check the security settings of this field and verify that it is read/write for "
                           "your profile or permission set.",
                       not_writable});
    }
    return input;
}

}  // namespace alysio::sandbox::org
