#pragma once

#include "sandbox_host/org/paragon/rules.hpp"
#include "sandbox_host/org/result.hpp"
#include "sandbox_host/org/schema/padding.hpp"
#include "sandbox_host/org/traffic/fault.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// JSON files by their path below the folder of the tenants file, with `/` between the parts.
using Files = std::map<std::string, std::string, std::less<>>;

/// The demo org, which is part of the program.
const Files& demo_files();

struct UserConfig {
    std::string username;        // of a User record
    std::string connected_user;  // whom the proxy's user token names in `sub`
    std::string credential;      // UUID of the connected account
    std::string password;        // for SOAP login and the token resource; empty: none
    std::string security_token;
};

struct TenantConfig {
    std::string name;
    std::vector<std::string> schema;  // folders with one JSON file per object
    std::string data;                 // folder with one JSON file of records per object
    std::string profiles;             // file
    Padding padding;
    std::int64_t daily_api_requests = 5'000'000;
    std::map<std::string, UserConfig> users;
};

/// What a tenants file says. demo/README.md shows one.
struct Config {
    std::string project_id;
    std::string public_key;  // PEM; empty: the org makes a key pair and keeps it
    std::string api_version;
    ProxyRules proxy;
    std::vector<TenantConfig> tenants;
    std::vector<Fault> faults;  // in force from the start

    static Result<Config> load(const std::string& text);
};

Result<std::string> read_text(const std::filesystem::path& file);
/// The files that a configuration names, and the *.json in the folders it names, all below `base`.
Result<Files> read_files(const std::filesystem::path& base, const Config& config);

}  // namespace alysio::sandbox::org
