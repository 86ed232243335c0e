#include "sandbox_host/cli/call_text.hpp"

#include "sandbox_host/cli/show/json_text.hpp"
#include "sandbox_host/cli/text/nearest.hpp"
#include "sandbox_host/cli/text/terminal.hpp"

#include <alysio/base/json_depth.hpp>

#include <algorithm>

namespace alysio::sandbox::cli {

using runtime::CallResult;

// A line break inside JSON is a blank, except in a text, where JSON has none.
base::Result<std::string> arguments_of(std::string text) {
    if (base::nests_deeper_than(200, text)) return base::Error{"the arguments are nested deeper than 200 levels"};
    try {
        [[maybe_unused]] const auto valid = Json::parse(text);
    } catch (const Json::exception& error) {
        const std::string_view what = error.what();
        return base::Error{"the arguments are no JSON: " + std::string(what.substr(what.find("] ") + 2))};
    }
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    return text;
}

base::Result<runtime::ToolInfo> find_tool(const std::vector<runtime::ToolInfo>& tools, const std::string& name) {
    std::vector<runtime::ToolInfo> like;
    std::vector<std::string> names;
    for (const auto& tool : tools) {
        if (tool.name == name) return tool;
        if (!name.empty() && tool.name.find(name) != tool.name.npos) like.push_back(tool);
        names.push_back(tool.name);
    }
    if (like.size() == 1) return like.front();
    if (like.empty()) {
        const auto message = "the plugin has no tool \"" + safe_text(name) + "\"";
        const auto near = nearest(names, name);
        return base::Error{message +
                           (near.empty() ? "; alysio-sandbox tools lists them" : "; did you mean " + near + '?')};
    }
    auto message = '"' + safe_text(name) + "\" is a part of more than one tool's name: ";
    for (const auto& tool : like) message += (&tool == &like.front() ? "" : ", ") + tool.name;
    return base::Error{std::move(message)};
}

std::string after_preview(const runtime::ToolInfo& tool, std::string_view in_earnest) {
    const bool only_reads = (tool.annotations & ALYSIO_TOOL_READ_ONLY) != 0;
    return (only_reads ? "This tool only reads: " : "Nothing was changed: ") + std::string(in_earnest) +
           (only_reads ? " for its result." : " to do it.");
}

bool succeeded(const CallResult& result) {
    return result.end == CallResult::End::finished && result.kind == ALYSIO_RESULT_SUCCESS;
}

std::string json_of(const CallResult& result) {
    if (result.end != CallResult::End::given_up) return result.json;
    const Json error{{"error", {{"code", "cancelled"}, {"message", result.message}, {"outcome", "unknown"}}}};
    return error.dump();
}

}  // namespace alysio::sandbox::cli
