#include "sandbox_host/cli/show/tool_help.hpp"

#include "sandbox_host/cli/show/json_text.hpp"
#include "sandbox_host/cli/text/wrap.hpp"
#include "sandbox_host/cli/usage/help.hpp"

#include <alysio/base/json_member.hpp>

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

namespace alysio::sandbox::cli {
namespace {

// "auto|inline|file", "list of string", "integer, 1 or more"
std::string argument_type(const Json& schema) {
    if (const Json* choices = base::find_member(schema, "enum"); choices && choices->is_array()) {
        std::string text;
        for (const auto& choice : *choices) text.append(text.empty() ? "" : "|").append(value_text(choice));
        return text;
    }
    const Json* items = base::find_member(schema, "items");
    if (items != nullptr) return "list of " + argument_type(*items);
    const auto type = text_at(schema, "type");
    return type.empty() ? "any" : type == "object" ? "object: NAME.MEMBER=VALUE" : type;
}

std::string about(const Json& schema, bool required) {
    auto text = std::string(required ? "required; " : "") + argument_type(schema);
    if (const auto more = text_at(schema, "description"); !more.empty()) text += "; " + more;
    return safe_text(text);
}

}  // namespace

void show_tool_help(std::ostream& out, const runtime::ToolInfo& tool, const Style& style) {
    const auto width = style.width == 0 ? 80 : std::clamp<std::size_t>(style.width, 40, 120);
    const auto schema = Json::parse(tool.input_schema, nullptr, false);
    const Json* properties = base::find_member(schema, "properties");
    const Json* required = base::find_member(schema, "required");
    std::vector<std::pair<std::string, std::string>> rows;
    if (properties != nullptr && properties->is_object()) {
        for (const auto& [name, value] : properties->items()) {
            const bool needed =
                required && std::find(required->begin(), required->end(), Json(name)) != required->end();
            rows.emplace_back(safe_text(name), about(value, needed));
        }
    }
    std::stable_partition(rows.begin(), rows.end(), [](const auto& row) { return row.second.starts_with("required"); });
    out << bold(safe_text(tool.name), style) << "  " << safe_text(tool.title) << "\n\n"
        << wrapped(safe_text(tool.description), width, 0) << "\n\n"
        << wrapped("Usage: alysio-sandbox call " + safe_text(tool.name) + " NAME=VALUE...", width, 7) << '\n';
    if (!rows.empty()) out << "\nArguments:\n" << definitions(rows, width);
}

}  // namespace alysio::sandbox::cli
