#include "sandbox_host/org/config/tenants_file.hpp"

#include "sandbox_host/org/files/text_file.hpp"

#include <alysio/base/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace alysio::sandbox::org {
namespace {

using nlohmann::json;

base::Result<void> check_keys(const json& document, const std::set<std::string>& known, const std::string& where) {
    for (const auto& item : document.items()) {
        if (known.count(item.key()) == 0) return base::Error{where + " has an unknown key \"" + item.key() + "\""};
    }
    return {};
}

// A tenant's name becomes a file name.
bool is_plain_name(const std::string& name) {
    return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
        return base::is_letter_or_digit(c) || c == '-' || c == '_';
    });
}

base::Result<TenantEntry> read_tenant(const std::string& name, const json& document) {
    if (!is_plain_name(name)) {
        return base::Error{"\"" + name + "\" is no name for a tenant: letters, digits, - and _"};
    }
    const std::string where = "tenant \"" + name + "\"";
    const auto checked =
        check_keys(document, {"schema", "data", "profiles", "daily_api_requests", "padding", "users"}, where);
    if (!checked) return checked.error();
    TenantEntry tenant;
    tenant.name = name;
    tenant.schema = document.value("schema", std::vector<std::string>{"schema"});
    tenant.data = document.value("data", name);
    tenant.profiles = document.value("profiles", "profiles.json");
    tenant.daily_api_requests = document.value("daily_api_requests", tenant.daily_api_requests);
    if (document.contains("padding")) {
        auto padding = Padding::load(document["padding"]);
        if (!padding) return base::Error{where + ": " + padding.error().message};
        tenant.padding = *std::move(padding);
    }
    for (const auto& [key, value] : document.at("users").items()) {
        const auto known = check_keys(value, {"username", "connected_user", "credential", "password", "security_token"},
                                      "user \"" + name + "." + key + "\"");
        if (!known) return known.error();
        tenant.users[key] = {value.at("username").get<std::string>(), value.at("connected_user").get<std::string>(),
                             value.at("credential").get<std::string>(), value.value("password", ""),
                             value.value("security_token", "")};
    }
    return tenant;
}

// Throws the JSON library's exceptions for members that are missing or of another type.
base::Result<TenantsFile> read(const json& document) {
    const auto checked =
        check_keys(document, {"project", "api_version", "tenants", "proxy", "faults"}, "the tenants file");
    if (!checked) return checked.error();
    const json& project = document.at("project");
    if (const auto known = check_keys(project, {"id", "public_key"}, "\"project\""); !known) return known.error();
    TenantsFile file;
    file.project_id = project.at("id").get<std::string>();
    file.public_key = project.value("public_key", "");
    file.api_version = document.value("api_version", "63.0");
    auto proxy = ProxyRules::load(document.value("proxy", json::object()));
    if (!proxy) return proxy.error();
    file.proxy = *std::move(proxy);
    if (document.contains("faults")) {
        auto faults = Fault::load_all(document["faults"]);
        if (!faults) return base::Error{"the tenants file, \"faults\": " + faults.error().message};
        file.faults = *std::move(faults);
    }
    for (const auto& [name, entry] : document.at("tenants").items()) {
        auto tenant = read_tenant(name, entry);
        if (!tenant) return tenant.error();
        file.tenants.push_back(*std::move(tenant));
    }
    if (file.tenants.empty()) return base::Error{"the tenants file names no tenant"};
    return file;
}

}  // namespace

base::Result<TenantsFile> TenantsFile::load(const std::string& text) {
    try {
        return read(json::parse(text));
    } catch (const json::exception& error) {
        return base::Error{std::string("the tenants file: ") + error.what()};
    }
}

base::Result<Files> read_files(const std::filesystem::path& folder, const TenantsFile& tenants) {
    std::set<std::string> folders;
    std::set<std::string> paths;
    for (const TenantEntry& tenant : tenants.tenants) {
        folders.insert(tenant.schema.begin(), tenant.schema.end());
        folders.insert(tenant.data);
        paths.insert(tenant.profiles);
    }
    for (const std::string& named : folders) {
        std::error_code error;
        // A folder that is missing holds nothing; what is needed from it will be missed by name.
        for (const auto& entry : std::filesystem::directory_iterator(folder / named, error)) {
            if (entry.path().extension() == ".json") paths.insert(named + "/" + entry.path().filename().string());
        }
    }
    Files files;
    for (const std::string& path : paths) {
        auto text = read_text(folder / path);
        if (!text) return text.error();
        files[path] = *std::move(text);
    }
    return files;
}

}  // namespace alysio::sandbox::org
