#include "sandbox_host/org/tenant/config.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

void check_keys(const json& document, const std::set<std::string>& known, const std::string& where) {
    for (const auto& item : document.items()) {
        if (known.count(item.key()) == 0) {
            throw std::invalid_argument(where + " has an unknown key \"" + item.key() + "\"");
        }
    }
}

TenantConfig read_tenant(const std::string& name, const json& document) {
    check_keys(document, {"schema", "data", "profiles", "daily_api_requests", "padding", "users"},
               "tenant \"" + name + "\"");
    TenantConfig tenant;
    tenant.name = name;
    tenant.schema = document.value("schema", std::vector<std::string>{"schema"});
    tenant.data = document.value("data", name);
    tenant.profiles = document.value("profiles", "profiles.json");
    tenant.daily_api_requests = document.value("daily_api_requests", tenant.daily_api_requests);
    if (document.contains("padding")) {
        auto padding = Padding::load(document["padding"]);
        if (!padding) throw std::invalid_argument("tenant \"" + name + "\": " + padding.error());
        tenant.padding = *std::move(padding);
    }
    for (const auto& [key, value] : document.at("users").items()) {
        check_keys(value, {"username", "connected_user", "credential", "password", "security_token"},
                   "user \"" + name + "." + key + "\"");
        tenant.users[key] = {value.at("username").get<std::string>(), value.at("connected_user").get<std::string>(),
                             value.at("credential").get<std::string>(), value.value("password", ""),
                             value.value("security_token", "")};
    }
    return tenant;
}

// A tenant's name becomes a file name.
bool is_plain_name(const std::string& name) {
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

}  // namespace

Result<std::string> read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return fail("can't read " + file.string());
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<Files> read_files(const std::filesystem::path& base, const Config& config) {
    std::set<std::string> folders;
    std::set<std::string> paths;
    for (const TenantConfig& tenant : config.tenants) {
        folders.insert(tenant.schema.begin(), tenant.schema.end());
        folders.insert(tenant.data);
        paths.insert(tenant.profiles);
    }
    for (const std::string& folder : folders) {
        std::error_code error;
        // A folder that is missing holds nothing; what is needed from it will be missed by name.
        for (const auto& entry : std::filesystem::directory_iterator(base / folder, error)) {
            if (entry.path().extension() == ".json") paths.insert(folder + "/" + entry.path().filename().string());
        }
    }
    Files files;
    for (const std::string& path : paths) {
        auto text = read_text(base / path);
        if (!text) return fail(text.error());
        files[path] = *std::move(text);
    }
    return files;
}

Result<Config> Config::load(const std::string& text) {
    Config config;
    try {
        const json document = json::parse(text);
        check_keys(document, {"project", "api_version", "tenants", "proxy", "faults"}, "the tenants file");
        const json& project = document.at("project");
        check_keys(project, {"id", "public_key"}, "\"project\"");
        config.project_id = project.at("id").get<std::string>();
        config.public_key = project.value("public_key", "");
        config.api_version = document.value("api_version", "63.0");
        auto proxy = ProxyRules::load(document.value("proxy", json::object()));
        if (!proxy) return fail(proxy.error());
        config.proxy = *std::move(proxy);
        if (document.contains("faults")) {
            auto faults = Fault::load_all(document["faults"]);
            if (!faults) return fail("the tenants file, \"faults\": " + faults.error());
            config.faults = *std::move(faults);
        }
        for (const auto& [name, tenant] : document.at("tenants").items()) {
            if (!is_plain_name(name)) return fail("\"" + name + "\" is no name for a tenant: letters, digits, - and _");
            config.tenants.push_back(read_tenant(name, tenant));
        }
    } catch (const json::exception& error) {
        return fail(std::string("the tenants file: ") + error.what());
    } catch (const std::invalid_argument& error) {
        return fail(std::string(error.what()));
    }
    if (config.tenants.empty()) return fail("the tenants file names no tenant");
    return config;
}

}  // namespace alysio::sandbox::org
