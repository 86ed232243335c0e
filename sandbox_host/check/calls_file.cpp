#include "sandbox_host/check/calls_file.hpp"

#include <alysio/base/json_member.hpp>
#include <alysio/base/result.hpp>

#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace alysio::sandbox::check {

namespace {

using sdk::Json;

// A value of the file, or what is wrong with it and where.
template <class T>
using Read = base::Result<T>;
using base::Error;

Read<void> only_members(const Json& object, const std::string& where, const std::set<std::string_view>& known) {
    if (!object.is_object()) return Error{where + " is not an object"};
    for (const auto& [name, value] : object.items()) {
        if (!known.contains(name)) return Error{where + " has the unknown member \"" + name + "\""};
    }
    return {};
}

// Into `text` where there is such a member; else it keeps what it holds.
Read<void> read_text(const Json& object, const std::string& where, const std::string& name, std::string& text) {
    const Json* found = base::find_member(object, name);
    if (found == nullptr) return {};
    if (!found->is_string()) return Error{where + "/" + name + " is not a text"};
    text = found->get<std::string>();
    return {};
}

Read<bool> flag(const Json& object, const std::string& where, const std::string& name) {
    const auto value = object.value(name, Json(false));
    if (!value.is_boolean()) return Error{where + "/" + name + " is neither true nor false"};
    return value.get<bool>();
}

// A text is sent as it stands, anything else as JSON.
std::string body_of(const Json& answer) {
    const Json* found = base::find_member(answer, "body");
    if (found == nullptr) return "";
    return found->is_string() ? found->get<std::string>() : sdk::to_text(*found);
}

Read<ScriptedAnswer> answer_from(const Json& json, const std::string& where) {
    if (auto known = only_members(json, where, {"to", "containing", "status", "headers", "body"}); !known) {
        return known.error();
    }
    const auto status = json.value("status", Json(200U));
    if (!status.is_number_unsigned() || status > 599) return Error{where + "/status is no HTTP status"};
    ScriptedAnswer scripted;
    if (auto read = read_text(json, where, "to", scripted.to); !read) return read.error();
    if (auto read = read_text(json, where, "containing", scripted.containing); !read) return read.error();
    scripted.answer = testing::Answer::json(body_of(json), status.get<std::uint32_t>());
    const auto headers = json.value("headers", Json::object());
    if (!headers.is_object()) return Error{where + "/headers is not an object"};
    for (const auto& [name, value] : headers.items()) {
        std::string text;
        if (auto read = read_text(headers, where + "/headers", name, text); !read) return read.error();
        scripted.answer.headers.emplace_back(name, std::move(text));
    }
    return scripted;
}

Read<std::vector<ScriptedAnswer>> answers_from(const Json& json, const std::string& where) {
    const auto answers = json.value("answers", Json::array());
    if (!answers.is_array()) return Error{where + "/answers is not an array"};
    std::vector<ScriptedAnswer> scripted;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        auto answer = answer_from(answers[i], where + "/answers/" + std::to_string(i));
        if (!answer) return answer.error();
        scripted.push_back(*std::move(answer));
    }
    return scripted;
}

Read<ScriptedCall> call_from(const Json& json, const std::string& where) {
    const auto known = only_members(json, where,
                                    {"tool", "arguments", "preview", "may_fail", "answers", "web_url", "locale",
                                     "time_zone", "settings", "connection"});
    if (!known) return known.error();
    ScriptedCall scripted;
    if (auto read = read_text(json, where, "tool", scripted.tool); !read) return read.error();
    if (scripted.tool.empty()) return Error{where + " names no tool"};
    scripted.arguments = sdk::to_text(json.value("arguments", Json::object()));
    const auto may_fail = flag(json, where, "may_fail");
    if (!may_fail) return may_fail.error();
    scripted.may_fail = *may_fail;
    const auto preview = flag(json, where, "preview");
    if (!preview) return preview.error();
    if (*preview) scripted.options.intent = ALYSIO_INTENT_PREVIEW;
    auto& options = scripted.options;
    if (auto read = read_text(json, where, "web_url", options.web_url); !read) return read.error();
    if (auto read = read_text(json, where, "locale", options.locale); !read) return read.error();
    if (auto read = read_text(json, where, "time_zone", options.time_zone); !read) return read.error();
    options.settings = sdk::to_text(json.value("settings", Json::object()));
    options.connection = sdk::to_text(json.value("connection", Json::object()));
    auto answers = answers_from(json, where);
    if (!answers) return answers.error();
    scripted.answers = *std::move(answers);
    return scripted;
}

Read<std::vector<ScriptedCall>> calls_from(const Json& json) {
    if (auto known = only_members(json, "the file", {"answers", "calls"}); !known) return known.error();
    const auto common = answers_from(json, "");
    if (!common) return common.error();
    std::vector<ScriptedCall> calls;
    for (const Json& call : json["calls"]) {
        auto scripted = call_from(call, "/calls/" + std::to_string(calls.size()));
        if (!scripted) return scripted.error();
        scripted->answers.insert(scripted->answers.end(), common->begin(), common->end());
        calls.push_back(*std::move(scripted));
    }
    if (calls.empty()) return Error{"\"calls\" is empty"};
    return calls;
}

}  // namespace

std::filesystem::path calls_beside(const std::filesystem::path& library) {
    return std::filesystem::path(library).replace_extension(".calls.json");
}

base::Result<std::vector<ScriptedCall>> read_calls(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return base::Error{"The calls in " + file.string() + " cannot be read."};
    const auto json = sdk::parse_json(std::string(std::istreambuf_iterator<char>(in), {}));
    if (!json || !json->is_object() || !json->contains("calls") || !(*json)["calls"].is_array()) {
        return base::Error{file.string() + " is not a JSON object with an array \"calls\"."};
    }
    auto calls = calls_from(*json);
    if (!calls) return base::Error{file.string() + ": " + calls.error().message + "."};
    return *std::move(calls);
}

}  // namespace alysio::sandbox::check
