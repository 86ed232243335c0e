#include "sandbox_host/runtime/plugin_table.hpp"

#include <alysio/sdk/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace alysio::sandbox::runtime {

namespace {

bool is_tool_name(std::string_view name) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return !name.empty() && name.size() <= 64 && name.find_first_not_of(allowed) == std::string_view::npos;
}

// A text whose size is there and whose bytes are not would be read at address 0.
bool is_text(alysio_str text) {
    return text.data != nullptr && text.size > 0;
}

bool is_object_schema(alysio_str text) {
    if (!is_text(text)) return false;
    const auto schema = nlohmann::json::parse(sdk::view(text), nullptr, false);
    if (!schema.is_object()) return false;
    const auto type = schema.find("type");
    return type != schema.end() && *type == "object";
}

base::Result<void> check_tool(const alysio_tool* tool, std::set<std::string_view>& names) {
    if (tool == nullptr) return base::Error{"The plugin's list of tools has a hole (a null pointer)."};
    if (!ALYSIO_HAS(tool, output_schema)) return base::Error{"A tool of the plugin is smaller than ABI 1.0 says."};
    if (!is_text(tool->name) || !is_tool_name(sdk::view(tool->name))) {
        return base::Error{"A tool's name must have 1 to 64 letters, digits, '_' or '-'."};
    }
    const std::string name(sdk::view(tool->name));
    if (!names.insert(sdk::view(tool->name)).second) return base::Error{"The plugin has two tools named " + name + "."};
    if (!is_text(tool->title)) return base::Error{"The tool " + name + " has no title."};
    if (!is_text(tool->description)) return base::Error{"The tool " + name + " has no description."};
    if (!is_object_schema(tool->input_schema)) {
        return base::Error{"The input schema of the tool " + name +
                           " is not JSON with \"type\": \"object\" at its root."};
    }
    if (!is_object_schema(tool->output_schema)) {
        return base::Error{"The output schema of the tool " + name +
                           " is not JSON with \"type\": \"object\" at its root."};
    }
    return {};
}

}  // namespace

base::Result<void> check_table(const alysio_plugin& plugin) {
    if (plugin.struct_size < offsetof(alysio_plugin, name))
        return base::Error{"The plugin's table is smaller than any ABI says."};
    if (plugin.abi_major != ALYSIO_ABI_MAJOR) {
        return base::Error{"The plugin speaks ABI " + std::to_string(plugin.abi_major) + " and this host ABI " +
                           std::to_string(ALYSIO_ABI_MAJOR) + "; rebuild it against this host's headers."};
    }
    if (plugin.min_host_minor > ALYSIO_ABI_MINOR) {
        return base::Error{"The plugin needs a host of ABI 1." + std::to_string(plugin.min_host_minor) +
                           " or newer, and this one is 1." + std::to_string(ALYSIO_ABI_MINOR) + "; update the host."};
    }
    const auto* table = &plugin;
    if (!ALYSIO_HAS(table, save_state)) return base::Error{"The plugin's table is smaller than ABI 1.0 says."};
    if (!is_text(plugin.name)) return base::Error{"The plugin has no name."};
    if (!is_text(plugin.version)) return base::Error{"The plugin has no version."};
    if (plugin.create == nullptr || plugin.destroy == nullptr || plugin.call == nullptr || plugin.cancel == nullptr) {
        return base::Error{"The plugin's table lacks one of create, destroy, call and cancel."};
    }
    if (plugin.tool_count == 0 || plugin.tools == nullptr) return base::Error{"The plugin has no tools."};
    std::set<std::string_view> names;
    for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
        if (auto fit = check_tool(plugin.tools[i], names); !fit) return fit;
    }
    return {};
}

std::vector<ToolInfo> tools_of(const alysio_plugin& plugin) {
    std::vector<ToolInfo> tools;
    for (std::uint64_t i = 0; i < plugin.tool_count; ++i) {
        const auto& tool = *plugin.tools[i];
        const auto text = [](alysio_str from) { return std::string(sdk::view(from)); };
        tools.push_back({text(tool.name), text(tool.title), text(tool.description), text(tool.input_schema),
                         text(tool.output_schema), tool.annotations});
    }
    return tools;
}

}  // namespace alysio::sandbox::runtime
