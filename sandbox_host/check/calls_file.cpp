#include "sandbox_host/check/calls_file.hpp"

#include <fstream>
#include <initializer_list>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string_view>

namespace alysio::sandbox::check {

namespace {

using sdk::Json;

// What is wrong with the file; becomes the Result's error at the one place below.
struct Mistake : std::runtime_error {
    using std::runtime_error::runtime_error;
};

void only_members(const Json& object, const std::string& where, const std::set<std::string_view>& known) {
    if (!object.is_object()) throw Mistake(where + " is not an object");
    for (const auto& [name, value] : object.items()) {
        if (!known.contains(name)) throw Mistake(where + " has the unknown member \"" + name + "\"");
    }
}

std::string text(const Json& object, const std::string& where, const char* name, std::string otherwise = "") {
    const auto found = object.find(name);
    if (found == object.end()) return otherwise;
    if (!found->is_string()) throw Mistake(where + "/" + name + " is not a text");
    return found->get<std::string>();
}

// A text is sent as it stands, anything else as JSON.
std::string body_of(const Json& answer) {
    const auto found = answer.find("body");
    if (found == answer.end()) return "";
    return found->is_string() ? found->get<std::string>() : sdk::to_text(*found);
}

ScriptedAnswer answer_from(const Json& json, const std::string& where) {
    only_members(json, where, {"to", "containing", "status", "headers", "body"});
    const auto status = json.value("status", Json(200U));
    if (!status.is_number_unsigned() || status > 599) throw Mistake(where + "/status is no HTTP status");
    ScriptedAnswer scripted;
    scripted.to = text(json, where, "to");
    scripted.containing = text(json, where, "containing");
    scripted.answer = testing::Answer::json(body_of(json), status.get<std::uint32_t>());
    const auto headers = json.value("headers", Json::object());
    if (!headers.is_object()) throw Mistake(where + "/headers is not an object");
    for (const auto& [name, value] : headers.items()) {
        scripted.answer.headers.emplace_back(name, text(headers, where + "/headers", name.c_str()));
    }
    return scripted;
}

std::vector<ScriptedAnswer> answers_from(const Json& json, const std::string& where) {
    const auto answers = json.value("answers", Json::array());
    if (!answers.is_array()) throw Mistake(where + "/answers is not an array");
    std::vector<ScriptedAnswer> scripted;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        scripted.push_back(answer_from(answers[i], where + "/answers/" + std::to_string(i)));
    }
    return scripted;
}

Errand errand_from(const Json& json, const std::string& where) {
    only_members(json, where,
                 {"tool", "arguments", "preview", "may_fail", "answers", "web_url", "locale", "time_zone", "settings",
                  "connection"});
    const auto flag = [&](const char* name) {
        const auto value = json.value(name, Json(false));
        if (!value.is_boolean()) throw Mistake(where + "/" + name + " is neither true nor false");
        return value.get<bool>();
    };
    Errand errand;
    errand.tool = text(json, where, "tool");
    if (errand.tool.empty()) throw Mistake(where + " names no tool");
    errand.arguments = sdk::to_text(json.value("arguments", Json::object()));
    errand.may_fail = flag("may_fail");
    if (flag("preview")) errand.options.intent = ALYSIO_INTENT_PREVIEW;
    errand.options.web_url = text(json, where, "web_url");
    errand.options.locale = text(json, where, "locale", errand.options.locale);
    errand.options.time_zone = text(json, where, "time_zone", errand.options.time_zone);
    errand.options.settings = sdk::to_text(json.value("settings", Json::object()));
    errand.options.connection = sdk::to_text(json.value("connection", Json::object()));
    errand.answers = answers_from(json, where);
    return errand;
}

}  // namespace

std::filesystem::path calls_beside(const std::filesystem::path& library) {
    return std::filesystem::path(library).replace_extension(".calls.json");
}

runtime::Result<std::vector<Errand>> read_calls(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return runtime::Error{"The calls in " + file.string() + " cannot be read."};
    const auto json = sdk::parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!json || !json->is_object() || !json->contains("calls") || !(*json)["calls"].is_array()) {
        return runtime::Error{file.string() + " is not a JSON object with an array \"calls\"."};
    }
    try {
        only_members(*json, "the file", {"answers", "calls"});
        const auto common = answers_from(*json, "");
        std::vector<Errand> errands;
        for (const Json& call : (*json)["calls"]) {
            Errand errand = errand_from(call, "/calls/" + std::to_string(errands.size()));
            errand.answers.insert(errand.answers.end(), common.begin(), common.end());
            errands.push_back(std::move(errand));
        }
        if (errands.empty()) throw Mistake("\"calls\" is empty");
        return errands;
    } catch (const Mistake& mistake) {
        return runtime::Error{file.string() + ": " + mistake.what() + "."};
    }
}

}  // namespace alysio::sandbox::check
