#pragma once

#include "sandbox_host/org/schema/padding.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace alysio::sandbox::org {

/// JSON files by their path below the folder of the tenants file, with `/` between the parts.
using Files = std::map<std::string, std::string, std::less<>>;

/// What a tenants file says of one user.
struct UserEntry {
    std::string username;        ///< of a User record
    std::string connected_user;  ///< whom the proxy's user token names in `sub`
    std::string credential;      ///< UUID of the connected account
    std::string password;        ///< for SOAP login and the token resource; empty: none
    std::string security_token;
};

/// What a tenants file says of one tenant.
struct TenantEntry {
    std::string name;
    std::vector<std::string> schema;  ///< folders with one JSON file per object
    std::string data;                 ///< folder with one JSON file of records per object
    std::string profiles;             ///< file
    Padding padding;
    std::int64_t daily_api_requests = 5'000'000;
    std::map<std::string, UserEntry> users;
};

}  // namespace alysio::sandbox::org
