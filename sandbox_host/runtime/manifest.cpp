#include "sandbox_host/runtime/manifest.hpp"

#include <alysio/base/json_depth.hpp>
#include <alysio/sdk/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace alysio::sandbox::runtime {

namespace {

using Json = nlohmann::json;

base::Error missing(const std::filesystem::path& file, const std::string& what) {
    return base::Error{"The manifest " + file.string() + " lacks " + what + "; build the plugin again."};
}

std::string versions(std::uint64_t major, std::uint64_t minor) {
    return std::to_string(major) + "." + std::to_string(minor);
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "none" : text;
}

}  // namespace

std::filesystem::path manifest_beside(const std::filesystem::path& library) {
    return std::filesystem::path(library).replace_extension(".manifest.json");
}

base::Result<Manifest> read_manifest(const std::filesystem::path& file) {
    std::ifstream in(file);
    if (!in)
        return base::Error{"The manifest " + file.string() +
                           " cannot be read; build the plugin, or name its manifest."};
    Manifest manifest;
    manifest.text.assign(std::istreambuf_iterator<char>{in}, {});
    const bool sound = !base::nests_deeper_than(200, manifest.text);
    const auto json = sound ? Json::parse(manifest.text, nullptr, false) : Json(Json::value_t::discarded);
    if (!json.is_object()) return base::Error{"The manifest " + file.string() + " is not a JSON object."};

    const auto text = [&](const char* key, std::string& to) {
        const auto found = json.find(key);
        if (found == json.end() || !found->is_string() || found->get_ref<const std::string&>().empty()) return false;
        to = found->get<std::string>();
        return true;
    };
    if (const auto format = json.find("format_version"); format == json.end() || *format != 1) {
        return missing(file, "\"format_version\": 1");
    }
    if (!text("name", manifest.name)) return missing(file, "a \"name\"");
    if (!text("version", manifest.version)) return missing(file, "a \"version\"");
    if (!text("file", manifest.file)) return missing(file, "the library's name in \"file\"");
    if (!text("sha256", manifest.sha256)) return missing(file, "the library's hash in \"sha256\"");

    const auto abi = json.find("abi");
    const auto number = [&](const char* key, std::uint16_t& to) {
        if (abi == json.end() || !abi->is_object()) return false;
        const auto found = abi->find(key);
        if (found == abi->end() || !found->is_number_unsigned() || found->get<std::uint64_t>() > 65535) return false;
        to = found->get<std::uint16_t>();
        return true;
    };
    if (!number("major", manifest.abi_major) || !number("minor", manifest.abi_minor)) {
        return missing(file, "the ABI version in \"abi\": {\"major\", \"minor\"}");
    }

    const auto tools = json.find("tools");
    if (tools == json.end() || !tools->is_array()) return missing(file, "the list of \"tools\"");
    for (const auto& tool : *tools) {
        if (!tool.is_string()) return missing(file, "a name for every tool");
        manifest.tools.push_back(tool.get<std::string>());
    }
    return manifest;
}

base::Result<void> check_agreement(const Manifest& manifest, const alysio_plugin& plugin) {
    const auto differ = [](const std::string& what, std::string_view manifest_says, std::string_view plugin_says) {
        return base::Error{"The manifest and the plugin disagree about " + what + ": \"" + std::string(manifest_says) +
                           "\" in the manifest, \"" + std::string(plugin_says) + "\" in the plugin."};
    };
    if (manifest.name != sdk::view(plugin.name)) return differ("the name", manifest.name, sdk::view(plugin.name));
    if (manifest.version != sdk::view(plugin.version))
        return differ("the version", manifest.version, sdk::view(plugin.version));
    if (manifest.abi_major != plugin.abi_major || manifest.abi_minor != plugin.abi_minor) {
        return differ("the ABI version", versions(manifest.abi_major, manifest.abi_minor),
                      versions(plugin.abi_major, plugin.abi_minor));
    }
    auto promised = manifest.tools;
    std::vector<std::string> present;
    for (std::uint64_t i = 0; i < plugin.tool_count; ++i) present.emplace_back(sdk::view(plugin.tools[i]->name));
    std::sort(promised.begin(), promised.end());
    std::sort(present.begin(), present.end());
    if (promised != present) return differ("the tools", listed(promised), listed(present));
    return {};
}

}  // namespace alysio::sandbox::runtime
