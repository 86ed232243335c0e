#include "sandbox_host/cli/named_arguments.hpp"

#include "sandbox_host/cli/text/nearest.hpp"

#include <alysio/base/json_depth.hpp>
#include <alysio/base/json_member.hpp>
#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace alysio::sandbox::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Word {
    std::string name;
    std::string value;
    bool exact = false;  // JSON, behind :=
};

std::optional<Word> split_word(std::string_view word) {
    const auto end = word.find('=');
    if (end == word.npos) return std::nullopt;
    const bool exact = end > 0 && word[end - 1] == ':';
    const auto name = word.substr(0, exact ? end - 1 : end);
    const auto fits = [](char c) { return base::is_letter_or_digit(c) || c == '_' || c == '.' || c == '-'; };
    if (name.empty() || !std::all_of(name.begin(), name.end(), fits)) return std::nullopt;
    return Word{std::string(name), std::string(word.substr(end + 1)), exact};
}

std::string_view type_of(const Json& schema) {
    return base::text_member(schema, "type");
}

std::optional<Json> parsed(const std::string& text) {
    if (base::nests_deeper_than(200, text)) return std::nullopt;
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return std::nullopt;
    return json;
}

base::Result<Json> value_of(const Word& word, const Json& schema) {
    const auto type = type_of(schema);
    const auto wrong = [&](std::string_view what) {
        return base::Error{word.name + " is " + std::string(what) + ", and \"" + word.value + "\" is none"};
    };
    if (word.exact) {
        auto json = parsed(word.value);
        if (!json) return wrong("JSON behind :=");
        return *std::move(json);
    }
    if (type == "integer" || type == "number" || type == "boolean") {
        const auto json = parsed(word.value);
        if (type == "boolean" && !(json && json->is_boolean())) return wrong("true or false");
        if (type == "integer" && !(json && json->is_number_integer())) return wrong("a whole number");
        if (type == "number" && !(json && json->is_number())) return wrong("a number");
        return *json;
    }
    if (type == "array" && !base::trim(word.value).starts_with('[')) {
        Json list = Json::array();
        for (const auto item : base::split(word.value, ',')) list.push_back(std::string(base::trim(item)));
        return list;
    }
    if (type == "array" || type == "object") {
        auto json = parsed(word.value);
        if (!json || json->type_name() != type) {
            return type == "array" ? wrong("a list")
                                   : base::Error{word.name + " is an object: write " + word.name +
                                                 ".NAME=VALUE for each of its members"};
        }
        return *std::move(json);
    }
    return Json(word.value);
}

std::string unknown(const std::string& name, const Json& properties) {
    std::vector<std::string> names;
    for (const auto& [known, schema] : properties.items()) names.push_back(known);
    std::string text = "the tool takes no \"" + name + '"';
    if (const auto near = nearest(names, name); !near.empty()) return text + "; did you mean " + near + '?';
    for (const auto& known : names) text += (&known == &names.front() ? "; it takes " : ", ") + known;
    return text;
}

base::Result<void> put(Json& arguments, const Word& word, const Json& input_schema) {
    Json* at = &arguments;
    const Json* schema = &input_schema;
    const auto path = base::split(word.name, '.');
    for (std::size_t depth = 0; depth < path.size(); ++depth) {
        if (path[depth].empty()) return base::Error{"\"" + word.name + "\" is no name"};
        if (!at->is_object()) return base::Error{word.name + " stands inside of what has a value already"};
        static const Json anything = Json::object();
        const Json* properties = base::find_member(*schema, "properties");
        const Json* member = properties ? base::find_member(*properties, path[depth]) : nullptr;
        if (properties && !member && base::find_member(*schema, "additionalProperties")) {
            return base::Error{unknown(std::string(path[depth]), *properties)};
        }
        schema = member ? member : &anything;
        const bool last = depth + 1 == path.size();
        auto [place, fresh] = at->emplace(std::string(path[depth]), last ? Json() : Json::object());
        at = &*place;
        if (!last) continue;
        auto value = value_of(word, *schema);
        if (!value) return std::move(value).error();
        if (fresh) {
            *at = *std::move(value);
        } else if (at->is_array() && value->is_array()) {
            at->insert(at->end(), value->begin(), value->end());
        } else {
            return base::Error{word.name + " is given twice"};
        }
    }
    return {};
}

}  // namespace

bool is_named_argument(std::string_view word) {
    return split_word(word).has_value();
}

base::Result<std::string> named_arguments(const std::vector<std::string>& words, std::string_view input_schema) {
    const auto schema = Json::parse(input_schema, nullptr, false);
    Json arguments = Json::object();
    for (const auto& text : words) {
        const auto word = split_word(text);
        if (!word) return base::Error{"\"" + text + "\" is neither name=value nor, alone, JSON"};
        if (const auto done = put(arguments, *word, schema); !done) return done.error();
    }
    return arguments.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace alysio::sandbox::cli
