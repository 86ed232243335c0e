#include "sandbox_host/check/scripted_call.hpp"

#include <alysio/sdk/text.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace alysio::sandbox::check {

namespace {

using sdk::Json;

Json minimal_object(const Json& schema) {
    Json object = Json::object();
    if (!schema.contains("required") || !schema.contains("properties")) return object;
    for (const Json& name : schema["required"]) {
        const auto key = name.is_string() ? name.get<std::string>() : "";
        if (schema["properties"].contains(key)) object[key] = minimal_value(schema["properties"][key]);
    }
    return object;
}

std::size_t at_least(const Json& schema, const char* keyword, std::size_t otherwise) {
    const auto found = schema.find(keyword);
    return found != schema.end() && found->is_number_unsigned() ? found->get<std::size_t>() : otherwise;
}

Json smallest_number(const Json& schema) {
    if (const auto least = schema.find("minimum"); least != schema.end() && least->is_number()) {
        return static_cast<std::int64_t>(std::ceil(least->get<double>()));
    }
    if (const auto most = schema.find("maximum"); most != schema.end() && most->is_number()) {
        return static_cast<std::int64_t>(std::floor(std::min(most->get<double>(), 1.0)));
    }
    return 1;
}

}  // namespace

Json minimal_value(const Json& schema) {
    if (!schema.is_object()) return nullptr;
    if (const Json examples = schema.value("examples", Json()); examples.is_array() && !examples.empty()) {
        return examples.front();
    }
    if (schema.contains("default")) return schema["default"];
    if (const Json allowed = schema.value("enum", Json()); allowed.is_array() && !allowed.empty()) {
        return allowed.front();
    }
    const Json type = schema.value("type", Json("string"));
    if (type == "object") return minimal_object(schema);
    if (type == "array") {
        return Json(at_least(schema, "minItems", 0), minimal_value(schema.value("items", Json::object())));
    }
    if (type == "boolean") return false;
    if (type == "integer" || type == "number") return smallest_number(schema);
    return std::string(std::max<std::size_t>(at_least(schema, "minLength", 1), 1), 'x');
}

std::vector<ScriptedCall> calls_from_schemas(const alysio_plugin& plugin) {
    std::vector<ScriptedCall> calls;
    for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
        const alysio_tool& tool = *plugin.tools[i];
        const auto schema = sdk::parse_json(sdk::view(tool.input_schema)).value_or(Json::object());
        ScriptedCall scripted;
        scripted.tool = sdk::view(tool.name);
        scripted.arguments = sdk::to_text(minimal_value(schema));
        scripted.answers.push_back({"", "", testing::Answer::json("{}")});
        scripted.may_fail = true;
        calls.push_back(std::move(scripted));
    }
    return calls;
}

std::string name_of(const ScriptedCall& scripted) {
    return scripted.options.intent == ALYSIO_INTENT_PREVIEW ? scripted.tool + " (preview)" : scripted.tool;
}

}  // namespace alysio::sandbox::check
