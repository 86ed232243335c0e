#include "sandbox_host/mcp/tools_list.hpp"

#include "sandbox_host/mcp/protocol/raw_json.hpp"

#include <alysio/base/encoding.hpp>

namespace alysio::sandbox::mcp {
namespace {

void append_hint(std::string& json, std::string_view name, bool value) {
    json.append(json.back() == '{' ? "\"" : ",\"").append(name).append(value ? "\":true" : "\":false");
}

// Every hint that counts is stated, since what is left out is assumed at its worst; the two that are about changes
// count for tools that make some.
void append_annotations(std::string& json, alysio_tool_annotations annotations) {
    const auto has = [&](alysio_tool_annotations flag) { return (annotations & flag) != 0; };
    json += '{';
    append_hint(json, "readOnlyHint", has(ALYSIO_TOOL_READ_ONLY));
    if (!has(ALYSIO_TOOL_READ_ONLY)) {
        append_hint(json, "destructiveHint", !has(ALYSIO_TOOL_NON_DESTRUCTIVE));
        append_hint(json, "idempotentHint", has(ALYSIO_TOOL_IDEMPOTENT));
    }
    append_hint(json, "openWorldHint", !has(ALYSIO_TOOL_CLOSED_WORLD));
    json += '}';
}

}  // namespace

std::string tools_json(const std::vector<runtime::ToolInfo>& tools) {
    std::string json = "[";
    for (const auto& tool : tools) {
        json += json.size() > 1 ? R"(,{"name":)" : R"({"name":)";
        base::append_json_quoted(tool.name, json);
        json += R"(,"title":)";
        base::append_json_quoted(tool.title, json);
        json += R"(,"description":)";
        base::append_json_quoted(tool.description, json);
        json += R"(,"inputSchema":)" + on_one_line(tool.input_schema);
        json += R"(,"outputSchema":)" + on_one_line(tool.output_schema);
        json += R"(,"annotations":)";
        append_annotations(json, tool.annotations);
        json += '}';
    }
    return json + ']';
}

}  // namespace alysio::sandbox::mcp
